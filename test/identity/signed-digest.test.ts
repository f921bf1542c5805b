import assert from 'node:assert/strict';
import { SignedXml } from 'xml-crypto';
import { signedDigest } from '../../server/identity/saml-checks/signed-digest.check.js';
import type { Addressee } from '../../server/identity/saml-checks/saml-check.js';
import { algorithms } from '../../server/identity/saml-names.js';
import { parseXml } from '../../server/identity/xml-tree.js';
import { aKey } from './identity-app.js';

const key = aKey('Skien');
const SAML = 'urn:oasis:names:tc:SAML:2.0';

/** A response whose assertion is signed by way of a prefix that is declared around it, and used in values only. */
function response(prefixList: readonly string[], digest: string = algorithms.sha256): string {
  const signer = new SignedXml({
    privateKey: key.privateKeyPem,
    signatureAlgorithm: algorithms.rsaSha256,
    canonicalizationAlgorithm: algorithms.exclusiveC14n,
  });
  signer.addReference({
    xpath: "//*[local-name(.)='Assertion']",
    transforms: [algorithms.envelopedSignature, algorithms.exclusiveC14n],
    digestAlgorithm: digest,
    inclusiveNamespacesPrefixList: [...prefixList],
  });
  signer.computeSignature(
    `<p:Response xmlns:p="${SAML}:protocol" xmlns:xs="http://www.w3.org/2001/XMLSchema"><a:Assertion xmlns:a="${SAML}:assertion" ID="_1"><a:AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">Åse &amp; Ola</a:AttributeValue></a:Assertion></p:Response>`,
    { location: { reference: "//*[local-name(.)='AttributeValue']", action: 'before' } },
  );
  return signer.getSignedXml();
}

const check = (xml: string): void => {
  const root = parseXml(xml);
  assert.ok(root);
  signedDigest(root, {} as Addressee);
};

describe('what a signature says was signed', () => {
  it('is what stands there: with SHA-256 and SHA-512, with namespaces from around it and without', () => {
    for (const prefixes of [[], ['xs']])
      for (const digest of [algorithms.sha256, algorithms.sha512])
        assert.doesNotThrow(() => {
          check(response(prefixes, digest));
        });
  });

  it('is not, where anything inside was changed or added afterwards', () => {
    for (const [before, after] of [
      ['Åse', 'Ase'],
      ['</a:Assertion>', '<a:AttributeStatement/></a:Assertion>'],
      ['xmlns:xs="http://www.w3.org/2001/XMLSchema"', 'xmlns:xs="urn:other"'],
    ] as const)
      assert.throws(() => {
        check(response(['xs']).replace(before, after));
      }, /saml-signature/);
  });

  it('may stand in something that was not signed and has changed', () => {
    assert.doesNotThrow(() => {
      check(response(['xs']).replace('<p:Response ', '<p:Response Destination="x" '));
    });
  });
});
