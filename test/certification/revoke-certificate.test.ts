import assert from 'node:assert/strict';
import { useDatabase } from '../support/database.js';
import { aCertificationHouse, examEnd, type CertificationHouse } from './certification-house.js';

describe('revoking a certificate', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  let id: string;

  before(async () => {
    house = await aCertificationHouse(database.connection());
  });
  beforeEach(async () => {
    id = (await house.issued()).record.id;
  });

  const revocation = (reason = 'Issued by mistake.', municipalityId = 'skien') => ({
    municipalityId,
    certificateId: id,
    by: 'hr-1',
    reason,
  });
  const auditOf = async (subject: string) =>
    (await house.audit.entriesOf('skien')).filter((entry) => entry.subject === subject);

  it('keeps who, when and why with it, and the record as it was', async () => {
    const before = await house.certificates.find('skien', id);
    assert.equal(await house.revoke(revocation()), 'revoked');
    const after = await house.certificates.find('skien', id);
    assert.deepEqual(after?.record, before?.record);
    assert.deepEqual(after?.events, [
      { kind: 'revoked', at: examEnd, by: 'hr-1', reason: 'Issued by mistake.' },
    ]);
  });

  it('is in the audit trail, without what somebody typed', async () => {
    await house.revoke(revocation('Kari Hansen sat the test for her.'));
    const entry = (await auditOf(`certificate:${id}`)).at(-1);
    assert.deepEqual([entry?.actor, entry?.action], ['hr-1', 'certificate.revoked']);
    assert.ok(!JSON.stringify(entry).includes('Hansen'));
  });

  it('happens once: of ten at the same time one is told that it did', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => house.revoke(revocation(`reason ${n}`))),
    );
    assert.deepEqual(outcomes.sort(), [
      ...Array.from({ length: 9 }, () => 'already-revoked'),
      'revoked',
    ]);
    assert.equal((await house.certificates.find('skien', id))?.events.length, 1);
    const actions = (await auditOf(`certificate:${id}`)).map(({ action }) => action);
    assert.deepEqual(actions, ['certificate.issued', 'certificate.revoked']);
  });

  it('is not for another municipality', async () => {
    assert.equal(await house.revoke(revocation('no', 'porsgrunn')), 'not-found');
    assert.deepEqual((await house.certificates.find('skien', id))?.events, []);
  });
});
