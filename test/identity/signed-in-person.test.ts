import assert from 'node:assert/strict';
import type { AssertionClaims } from '../../server/identity/assertion-claims.js';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import {
  PERSISTENT_NAME_ID,
  type AttributeMapping,
} from '../../server/identity/attribute-mapping.js';
import { SamlRefusal, type SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import {
  signedInPerson,
  unstableSubjectSources,
} from '../../server/identity/signed-in-person.rules.js';

function claims(
  attributes: Readonly<Record<string, readonly string[]>>,
  overrides: Partial<AssertionClaims> = {},
): AssertionClaims {
  return {
    assertionId: '_1',
    issuer: 'https://idp.example/',
    nameId: 'passing-1',
    nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
    attributes: new Map(Object.entries(attributes)),
    ...overrides,
  };
}

const mapping: AttributeMapping = {
  subject: ['id', 'urn:id'],
  givenName: ['given', 'first'],
  familyName: ['family'],
  email: ['mail'],
};
const named = { given: ['Kari'], family: ['Nordmann'] };

function personFrom(attributes: Readonly<Record<string, readonly string[]>>) {
  return signedInPerson(claims({ ...named, ...attributes }), mapping, 'skien');
}

function assertRefused(act: () => unknown, code: SamlRefusalCode): void {
  assert.throws(act, (error) => error instanceof SamlRefusal && error.code === code);
}

describe('the person of an assertion', () => {
  it('is described by the first source that has a value', () => {
    const person = personFrom({ 'urn:id': ['7'], given: ['', '  '], first: [' Kari Anne '] });
    assert.equal(person.subject, '7');
    assert.equal(person.givenName, 'Kari Anne');
  });

  it('needs no address', () => {
    assert.ok(!('email' in personFrom({ id: ['7'] })));
  });

  it('has one identifier: several different ones are refused, the same twice is not', () => {
    assertRefused(() => personFrom({ id: ['7', '8'] }), 'saml-subject-ambiguous');
    assert.equal(personFrom({ id: ['7', '7'] }).subject, '7');
  });

  it('must have an identifier and a name', () => {
    assertRefused(() => personFrom({}), 'saml-subject-missing');
    assertRefused(() => personFrom({ id: ['7'], family: [] }), 'saml-name-missing');
  });

  it('has no value that is endless or holds control characters', () => {
    assertRefused(() => personFrom({ id: ['7'.repeat(257)] }), 'saml-subject-missing');
    assertRefused(() => personFrom({ id: ['7\u0000'] }), 'saml-subject-missing');
  });

  describe('by the NameID', () => {
    const byNameId = { ...mapping, subject: [PERSISTENT_NAME_ID] };

    it('is known when the NameID is persistent', () => {
      const persistent = claims(named, { nameId: 'p-1', nameIdFormat: PERSISTENT_NAME_ID });
      assert.equal(signedInPerson(persistent, byNameId, 'skien').subject, 'p-1');
    });

    it('is not known when it is transient, nor by an attribute of that Name', () => {
      const transient = claims({ ...named, [PERSISTENT_NAME_ID]: ['mayor'] });
      assertRefused(() => signedInPerson(transient, byNameId, 'skien'), 'saml-subject-missing');
    });
  });

  describe('must not be identified by', () => {
    const unstable = [
      'mail',
      'epost',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn',
      'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
      'urn:oid:0.9.2342.19200300.100.1.3',
      'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
      'NameID',
    ];
    for (const source of unstable) {
      it(source, () => {
        const subject = ['id', source];
        assert.deepEqual(unstableSubjectSources({ subject }), [source]);
        const signIn = () =>
          signedInPerson(claims({ id: ['7'] }), { ...mapping, subject }, 'skien');
        assertRefused(signIn, 'saml-subject-source');
      });
    }
  });
});

describe('the presets', () => {
  for (const [name, preset] of Object.entries(attributePresets)) {
    it(`${name} name a stable identifier, a given and a family name`, () => {
      assert.deepEqual(unstableSubjectSources(preset), []);
      assert.ok(preset.subject.length > 0);
      assert.ok(preset.givenName.length > 0);
      assert.ok(preset.familyName.length > 0);
    });
  }
});
