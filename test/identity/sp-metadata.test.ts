import assert from 'node:assert/strict';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import { namespaces } from '../../server/identity/saml-names.js';
import { serviceProviderUrls } from '../../server/identity/service-provider.js';
import {
  serviceProviderMetadata,
  type MetadataContent,
} from '../../server/identity/sp-metadata.js';
import { attributeOf, everyElement, parseXml } from '../../server/identity/xml-tree.js';
import { aboutUs } from './identity-app.js';

function metadata(overrides: Partial<MetadataContent> = {}): Element[] {
  const xml = serviceProviderMetadata({
    urls: serviceProviderUrls('https://medsert.example/', 'skien'),
    key: { certificatePem: '-----BEGIN CERTIFICATE-----\nAAAA\nBBBB\n-----END CERTIFICATE-----\n' },
    attributes: attributePresets.inera,
    about: aboutUs,
    ...overrides,
  });
  const root = parseXml(xml);
  assert.ok(root, 'well-formed');
  return Array.from(everyElement(root));
}

function named(elements: readonly Element[], name: string): Element[] {
  return elements.filter(({ localName }) => localName === name);
}

describe('the metadata of a municipality’s service provider', () => {
  it('has an entityID and an assertion consumer under the municipality’s path', () => {
    const elements = metadata();
    assert.equal(
      attributeOf(elements[0], 'entityID'),
      'https://medsert.example/m/skien/saml/metadata',
    );
    const [acs] = named(elements, 'AssertionConsumerService');
    assert.equal(attributeOf(acs, 'Location'), 'https://medsert.example/m/skien/saml/acs');
    assert.equal(attributeOf(acs, 'Binding'), 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST');
  });

  it('announces signed requests, wants signed assertions and takes logouts by redirect, or by post', () => {
    const elements = metadata();
    const [descriptor] = named(elements, 'SPSSODescriptor');
    assert.equal(attributeOf(descriptor, 'AuthnRequestsSigned'), 'true');
    assert.equal(attributeOf(descriptor, 'WantAssertionsSigned'), 'true');
    const [logout] = named(elements, 'SingleLogoutService');
    assert.equal(attributeOf(logout, 'Location'), 'https://medsert.example/m/skien/saml/slo');
    assert.deepEqual(
      named(elements, 'SingleLogoutService').map((one) => attributeOf(one, 'Binding')),
      [
        'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
        'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
      ],
    );
  });

  it('tells the next certificate ahead of the change', () => {
    const key = {
      certificatePem: 'AAAA',
      second: { certificatePem: 'CCCC', privateKeyPem: 'DDDD' },
    };
    const certificates = named(metadata({ key }), 'X509Certificate');
    assert.deepEqual(
      certificates.map(({ textContent }) => textContent),
      ['AAAA', 'CCCC'],
    );
  });

  it('asks for a persistent NameID where people are known by it, and for none in particular elsewhere', () => {
    const attributes = attributePresets.persistentNameId;
    assert.deepEqual(
      named(metadata({ attributes }), 'NameIDFormat').map(({ textContent }) => textContent),
      ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    );
    assert.deepEqual(named(metadata(), 'NameIDFormat'), []);
  });

  it('requests the attributes of the municipality’s mapping', () => {
    const requested = named(metadata(), 'RequestedAttribute');
    assert.deepEqual(
      requested.map((element) => [
        attributeOf(element, 'Name'),
        attributeOf(element, 'isRequired'),
      ]),
      [
        ['http://sambi.se/attributes/1/employeeHsaId', 'true'],
        ['http://sambi.se/attributes/1/givenName', 'true'],
        ['http://sambi.se/attributes/1/surname', 'true'],
        ['http://sambi.se/attributes/1/mail', 'false'],
        ['urn:oid:0.9.2342.19200300.100.1.3', 'false'],
      ],
    );
  });

  it('does not request the NameID as if it were an attribute', () => {
    const requested = named(
      metadata({ attributes: attributePresets.persistentNameId }),
      'RequestedAttribute',
    );
    assert.ok(
      requested.every((element) => !attributeOf(element, 'Name')?.includes('nameid-format')),
    );
  });

  it('describes the service and names a contact', () => {
    const elements = metadata({ about: { ...aboutUs, contactEmail: 'a&b@kommune.example' } });
    assert.equal(named(elements, 'DisplayName').length, 2);
    assert.ok(named(elements, 'UIInfo').every((e) => e.namespaceURI === namespaces.userInterface));
    assert.equal(named(elements, 'OrganizationURL')[0]?.textContent, 'https://kommune.example');
    const addresses = named(elements, 'EmailAddress').map(({ textContent }) => textContent);
    assert.deepEqual(addresses, ['mailto:a&b@kommune.example', 'mailto:a&b@kommune.example']);
  });
});
