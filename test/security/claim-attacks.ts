import { edit, type Attack } from './attack.js';

/** Signed by the genuine key: a hub that serves many, a faulty login service, an assertion made for something else. */

const HOUR = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

export function claimAttacks(): readonly Attack[] {
  return [
    // Who it is from and for
    [
      'another issuer with the same key (a hub)',
      'saml-issuer',
      { content: { issuer: 'https://other.example/' } },
    ],
    [
      'another issuer around the assertion',
      'saml-issuer',
      { around: { issuer: 'https://other.example/' } },
    ],
    ['no issuer', 'saml-issuer', { editAssertion: edit(/<saml:Issuer>[^<]+/, '<saml:Issuer>') }],
    [
      'another audience',
      'saml-audience',
      { content: { audience: 'http://127.0.0.1:3000/m/vimmerby/saml/metadata' } },
    ],
    [
      'no audience',
      'saml-audience',
      { editAssertion: edit(/<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '') },
    ],
    [
      'another audience beside ours',
      'saml-audience',
      {
        editAssertion: edit(
          '</saml:AudienceRestriction>',
          '</saml:AudienceRestriction><saml:AudienceRestriction><saml:Audience>urn:other</saml:Audience></saml:AudienceRestriction>',
        ),
      },
    ],
    [
      'another recipient',
      'saml-recipient',
      { content: { recipient: 'https://other.example/acs' } },
    ],
    ['no recipient', 'saml-recipient', { editAssertion: edit(/ Recipient="[^"]+"/, '') }],
    [
      'another destination',
      'saml-destination',
      { around: { destination: 'https://other.example/acs' } },
    ],
    ['no destination', 'saml-destination', { editResponse: edit(/ Destination="[^"]+"/, '') }],

    // Confirmation
    [
      'a holder of a key instead of a bearer',
      'saml-confirmation',
      { editAssertion: edit('cm:bearer', 'cm:holder-of-key') },
    ],
    [
      'no confirmation',
      'saml-confirmation',
      { editAssertion: edit(/<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, '') },
    ],
    [
      'a confirmation without data',
      'saml-confirmation-expired',
      { editAssertion: edit(/<saml:SubjectConfirmationData [^>]*>/, '') },
    ],
    [
      'a confirmation that is over',
      'saml-confirmation-expired',
      {
        editAssertion: edit(/(SubjectConfirmationData NotOnOrAfter=")[^"]+/, `$1${ago(HOUR)}`),
      },
    ],
    [
      'a confirmation without an end',
      'saml-instant',
      { editAssertion: edit(/(SubjectConfirmationData) NotOnOrAfter="[^"]+"/, '$1') },
    ],
    [
      'a confirmation for another request',
      'saml-in-response-to',
      { content: { inResponseTo: '_another' } },
    ],
    [
      'a confirmation for no request',
      'saml-in-response-to',
      { editAssertion: edit(/ InResponseTo="[^"]+"/, '') },
    ],

    // Status
    [
      'a failure with an assertion in it',
      'saml-status',
      { editResponse: edit('status:Success', 'status:Responder') },
    ],
    ['no status', 'saml-status', { editResponse: edit(/<samlp:Status>.*<\/samlp:Status>/, '') }],
    [
      'a failure without an assertion',
      'saml-status',
      {
        editResponse: (xml) =>
          edit(
            /<saml:Assertion .*<\/saml:Assertion>/s,
            '',
          )(edit('status:Success', 'status:AuthnFailed')(xml)),
        leaveUnsigned: ['Assertion'],
      },
    ],

    // Times
    [
      'no conditions',
      'saml-conditions',
      { editAssertion: edit(/<saml:Conditions .*<\/saml:Conditions>/, '') },
    ],
    [
      'conditions twice',
      'saml-conditions',
      { editAssertion: edit(/(<saml:Conditions .*<\/saml:Conditions>)/, '$1$1') },
    ],
    [
      'conditions without an end',
      'saml-conditions',
      { editAssertion: edit(/(<saml:Conditions [^>]*) NotOnOrAfter="[^"]+"/, '$1') },
    ],
    [
      'a condition that nobody knows',
      'saml-conditions',
      {
        editAssertion: edit(
          '<saml:AudienceRestriction>',
          '<saml:Condition/><saml:AudienceRestriction>',
        ),
      },
    ],
    [
      'no longer valid',
      'saml-expired',
      {
        editAssertion: edit(/(<saml:Conditions [^>]*NotOnOrAfter=")[^"]+/, `$1${ago(HOUR)}`),
      },
    ],
    [
      'not yet valid',
      'saml-not-yet-valid',
      {
        editAssertion: edit(/(<saml:Conditions NotBefore=")[^"]+/, `$1${ago(-HOUR * 0.75)}`),
      },
    ],
    [
      'issued too long ago, though still valid by its own word',
      'saml-too-old',
      {
        editAssertion: edit(/(<saml:Assertion [^>]*IssueInstant=")[^"]+/, `$1${ago(HOUR)}`),
      },
    ],
    [
      'issued in the future',
      'saml-too-old',
      {
        editAssertion: edit(/(<saml:Assertion [^>]*IssueInstant=")[^"]+/, `$1${ago(-HOUR)}`),
      },
    ],
    [
      'no statement of a login',
      'saml-authn-statement',
      { editAssertion: edit(/<saml:AuthnStatement .*<\/saml:AuthnStatement>/, '') },
    ],
    [
      "the login service's own session is over",
      'saml-session-over',
      {
        editAssertion: edit(
          '<saml:AuthnStatement ',
          `<saml:AuthnStatement SessionNotOnOrAfter="${ago(HOUR)}" `,
        ),
      },
    ],

    // Who it is about
    [
      'two NameIDs',
      'saml-name-id',
      { editAssertion: edit(/(<saml:NameID .*<\/saml:NameID>)/, '$1$1') },
    ],
    [
      'no NameID, but an attribute called nameID',
      'saml-name-id',
      {
        content: { attributes: { nameID: ['mayor'], uid: ['mayor'] } },
        editAssertion: edit(/<saml:NameID .*<\/saml:NameID>/, ''),
      },
    ],
    [
      'no attribute that identifies the person',
      'saml-subject-missing',
      { content: { attributes: { fornavn: ['Kari'], etternavn: ['Nordmann'] } } },
    ],
    [
      'two identifiers for one person',
      'saml-subject-ambiguous',
      { content: { attributes: { uid: ['a', 'b'], fornavn: ['Kari'], etternavn: ['Nordmann'] } } },
    ],
    ['no name', 'saml-name-missing', { content: { attributes: { uid: ['nurse-1'] } } }],
    [
      'an encrypted assertion',
      'saml-encrypted',
      {
        editResponse: edit(
          /<saml:Assertion .*<\/saml:Assertion>/s,
          '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>',
        ),
      },
    ],
  ];
}
