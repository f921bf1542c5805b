import assert from 'node:assert/strict';
import type { AssertionClaims } from '../../server/identity/assertion-claims.js';
import {
  attributeMapping,
  type AttributeMapping,
} from '../../server/identity/attribute-mapping.js';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import { mappedRoles } from '../../server/identity/mapped-roles.rules.js';
import { SamlRefusal } from '../../server/identity/saml-refusal.js';
import { signedInPerson } from '../../server/identity/signed-in-person.rules.js';

const GROUPS = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups';
const base = attributePresets.ksLaering;

function claims(attributes: Readonly<Record<string, readonly string[]>>): AssertionClaims {
  return {
    assertionId: '_1',
    issuer: 'https://idp.example/',
    nameId: 'x',
    attributes: new Map(
      Object.entries({ uid: ['7'], fornavn: ['Kari'], etternavn: ['N'], ...attributes }),
    ),
  };
}

/** As a file would say it. */
const mapping = (more: object): AttributeMapping => attributeMapping.parse({ ...base, ...more });
const roles = (rules: readonly object[], more: object = {}) =>
  mapping({ roles: { sources: ['role', GROUPS], rules }, ...more });

describe('the roles that a login brings', () => {
  const heads = roles(
    [
      { value: 'hr', role: 'hr' },
      { value: 'Head of ', match: 'prefix', role: 'unitHead', unitCodeFrom: ['department'] },
      { value: 'Head of Havna', role: 'practicalAssessor', unitId: 'havna' },
    ],
    { unitCodes: [{ code: '4711', unitId: 'solbakken' }] },
  );

  it('are none where no roles are mapped', () => {
    assert.equal(mappedRoles(claims({ role: ['hr'] }), base), undefined);
  });

  it('follow the table, by the whole value or its beginning, with the value that decided it', () => {
    const found = mappedRoles(
      claims({ role: ['hr', 'Head of Havna'], department: ['4711'] }),
      heads,
    );
    assert.deepEqual(found, {
      known: true,
      roles: [
        { role: 'hr', because: 'hr' },
        { role: 'unitHead', unitId: 'solbakken', because: 'Head of Havna' },
        { role: 'practicalAssessor', unitId: 'havna', because: 'Head of Havna' },
      ],
      unknownUnitCodes: [],
    });
  });

  it('are empty, and known to be, when nothing fits', () => {
    const found = mappedRoles(claims({ role: ['HR', 'hr2'] }), heads);
    assert.deepEqual(found, { known: true, roles: [], unknownUnitCodes: [] });
  });

  it('of a unit whose code nobody knows are none, least of all of the whole municipality', () => {
    const found = mappedRoles(claims({ role: ['Head of it'], department: ['9999'] }), heads);
    assert.deepEqual(found, { known: true, roles: [], unknownUnitCodes: ['9999'] });
  });

  for (const link of [
    'http://schemas.microsoft.com/claims/groups.link',
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups.link',
  ])
    it(`are unknown when Entra ID leaves the groups out (${link})`, () => {
      assert.deepEqual(mappedRoles(claims({ [link]: ['https://graph'] }), heads), { known: false });
    });

  it('are read after the transforms', () => {
    const steps = [
      { do: 'removePrefix', text: 'KOMMUNE\\' },
      { do: 'removeSuffix', text: '_group' },
      { do: 'lowerCase' },
      { do: 'split', by: '.', take: 'last' },
    ];
    const table = roles([{ value: 'hr', role: 'hr' }], { transforms: { role: steps } });
    const found = mappedRoles(claims({ role: [' KOMMUNE\\Medsert.HR_group '] }), table);
    assert.equal(found?.known === true && found.roles[0]?.role, 'hr');
  });

  const refusedFiles: readonly (readonly [string, object])[] = [
    [
      'a role that does not exist',
      { roles: { sources: ['r'], rules: [{ value: 'x', role: 'king' }] } },
    ],
    [
      'a role of a unit without one',
      { roles: { sources: ['r'], rules: [{ value: 'x', role: 'unitHead' }] } },
    ],
    [
      'two units for one rule',
      {
        roles: {
          sources: ['r'],
          rules: [{ value: 'x', role: 'hr', unitId: 'a', unitCodeFrom: ['d'] }],
        },
      },
    ],
    ['a regular expression', { transforms: { role: [{ do: 'replace', pattern: '(a+)+' }] } }],
    ['a field that is none', { givenname: ['x'] }],
    ['no subject', { subject: [] }],
  ];
  for (const [title, more] of refusedFiles)
    it(`come from no file with ${title}`, () => {
      assert.equal(attributeMapping.safeParse({ ...base, ...more }).success, false);
    });
});

describe('the scope of a login', () => {
  const scoped = mapping({ scope: { sources: ['eppn'], allowed: ['skien.kommune.no'] } });
  const refused = (attributes: Readonly<Record<string, readonly string[]>>) => {
    assert.throws(
      () => signedInPerson(claims(attributes), scoped, 'skien'),
      (error) => error instanceof SamlRefusal && error.code === 'saml-scope',
    );
  };

  it('lets in those of the municipality, in capitals too', () => {
    const { subject } = signedInPerson(
      claims({ eppn: ['kari@Skien.kommune.no'] }),
      scoped,
      'skien',
    );
    assert.equal(subject, '7');
  });
  it('refuses another organisation of the same login service', () => {
    refused({ eppn: ['kari@porsgrunn.kommune.no'] });
    refused({ eppn: ['kari@skien.kommune.no.evil.example'] });
    refused({ eppn: ['kari@skien.kommune.no', 'kari@porsgrunn.kommune.no'] });
    refused({ eppn: ['kari@skien.kommune.no@porsgrunn.kommune.no'] });
  });
  it('refuses who brings none', () => {
    refused({});
    refused({ eppn: [''] });
  });
});
