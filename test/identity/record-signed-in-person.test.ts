import assert from 'node:assert/strict';
import type { MappedRoles } from '../../server/identity/mapped-roles.rules.js';
import { recordSignedInPerson } from '../../server/identity/record-signed-in-person.js';
import { useService } from '../support/a-service.js';

describe('the record of a person who logs in', () => {
  const service = useService();
  const said: string[] = [];
  const issuer = 'https://idp.example/';

  async function logIn(subject: string, roles?: MappedRoles) {
    const { stores, work, clock, ids } = service.services;
    const record = recordSignedInPerson({
      ...stores,
      work,
      ids,
      clock,
      log: { warn: (_fields: object, text?: string) => void said.push(text ?? '') },
    });
    const { personId } = await record({
      municipalityId: 'fjordby',
      issuer,
      subject,
      givenName: 'Kari',
      familyName: 'Nordmann',
      nameId: 'x',
      ...(roles && { roles }),
    });
    return personId;
  }
  const known = (...roles: (MappedRoles & { known: true })['roles'][number][]): MappedRoles => ({
    known: true,
    roles,
    unknownUnitCodes: [],
  });
  const active = async (personId: string) => {
    const person = await service.stores.people.find('fjordby', personId);
    const today = service.services.clock().toISOString().slice(0, 10);
    return (person?.grants ?? [])
      .filter(({ to }) => to === undefined || to >= today)
      .map(({ role, unitId, source }) => [role, unitId, source].filter(Boolean).join(' '));
  };

  before(async () => {
    await service.person({ unit: 'ground-floor' });
  });

  it('has the roles of the login, once, and loses them with the next login that does not bring them', async () => {
    const hr = { role: 'hr', because: 'hr' } as const;
    const head = { role: 'unitHead', unitId: 'fjordby-solbakken', because: 'head' } as const;
    const id = await logIn('one', known(hr, head));
    assert.deepEqual(await active(id), ['hr identity', 'unitHead fjordby-solbakken identity']);
    await logIn('one', known(hr, head));
    assert.equal((await service.stores.people.find('fjordby', id))?.grants.length, 2);
    await logIn('one', known(head));
    assert.deepEqual(await active(id), ['unitHead fjordby-solbakken identity']);
    const actions = (await service.stores.audit.entriesOf('fjordby')).map(({ action }) => action);
    assert.ok(actions.includes('role.granted') && actions.includes('role.ended'));
  });

  it('keeps roles from elsewhere, whatever the login says', async () => {
    const id = await logIn('two');
    const whose = { municipalityId: 'fjordby', personId: id, actor: 'system' };
    const from = '2020-01-01' as never;
    await service.services.work.grantRole(whose, { role: 'auditor', from });
    await logIn('two', known());
    assert.deepEqual(await active(id), ['auditor']);
  });

  it('keeps every role when the login service left the groups out, and the log says so', async () => {
    const id = await logIn('three', known({ role: 'hr', because: 'hr' }));
    said.length = 0;
    await logIn('three', { known: false });
    assert.deepEqual(await active(id), ['hr identity']);
    assert.deepEqual(said, ['groups were left out: roles stay as they are']);
  });

  it('gives no role of a unit that is not there, and lets the person in', async () => {
    const id = await logIn('four', known({ role: 'unitHead', unitId: 'gone', because: 'x' }));
    assert.deepEqual(await active(id), []);
  });

  it('puts unknown codes into the list that an administrator settles, once each', async () => {
    const { identityProviders } = service.stores;
    await identityProviders.put('fjordby', {
      entityId: issuer,
      signInUrl: 'https://idp.example/sso',
      certificates: [],
      wantResponseSigned: true,
      attributes: { subject: ['uid'], givenName: ['g'], familyName: ['f'], email: [] },
    });
    const roles: MappedRoles = { known: true, roles: [], unknownUnitCodes: ['4711', '4712'] };
    await logIn('five', roles);
    await logIn('five', roles);
    assert.deepEqual((await identityProviders.record('fjordby'))?.waitingUnitCodes, [
      '4711',
      '4712',
    ]);
    assert.equal(
      await identityProviders.settleUnitCode('fjordby', '4711', 'fjordby-solbakken'),
      true,
    );
    assert.equal(await identityProviders.settleUnitCode('fjordby', '4712'), true);
    assert.equal(await identityProviders.settleUnitCode('fjordby', '4711', 'other'), false);
    const record = await identityProviders.record('fjordby');
    assert.deepEqual(record?.waitingUnitCodes, []);
    assert.deepEqual(record.settings.attributes.unitCodes, [
      { code: '4711', unitId: 'fjordby-solbakken' },
    ]);
  });
});
