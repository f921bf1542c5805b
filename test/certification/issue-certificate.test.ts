import assert from 'node:assert/strict';
import { firstBrokenLink } from '../support/audit-trail.js';
import { statusOn } from '../../server/certification/validity.rules.js';
import { readCredential, trustedKeyOf } from '../../server/certification/credential.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { useDatabase } from '../support/database.js';
import {
  aCertificationHouse,
  aPassedExam,
  aPerson,
  aProgramme,
  auditKey,
  examEnd,
  publicUrl,
  type CertificationHouse,
} from './certification-house.js';

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);

describe('issuing a certificate', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  let person = 0;
  let personId: string;

  before(async () => {
    house = await aCertificationHouse(database.connection());
  });
  beforeEach(async () => {
    person += 1;
    personId = `nurse-${person}`;
    await house.people.put(aPerson({ id: personId }));
    house.time.now = examEnd;
  });

  const ofPerson = () => house.certificates.ofPerson('skien', personId);

  it('freezes what it says', async () => {
    const { record } = await house.issued({ personId });
    await house.people.put(aPerson({ id: personId, familyName: 'Hansen' }));
    const standing = await house.certificates.find('skien', record.id);
    assert.deepEqual(standing?.record, record);
    assert.equal(record.holderName, 'Áile-Máret Bjørnæs-Nilsen');
    assert.deepEqual(
      [record.examDate, record.validFrom, record.validTo],
      ['2026-11-21', '2026-11-21', '2028-11-20'],
    );
  });

  it('dates the exam by the calendar of the municipality', async () => {
    const { record } = await house.issued({ personId, passedAt: new Date('2026-11-21T23:30:00Z') });
    assert.equal(record.examDate, '2026-11-22');
  });

  it('signs a credential that says the same and ends with the last valid day', async () => {
    const { record, credential } = await house.issued({ personId });
    const reading = await readCredential(credential, [trustedKeyOf(house.seal.certificate)]);
    assert.ok(reading.trusted);
    const { id, number, holderName, validFrom, validUntil } = reading.credential;
    assert.deepEqual([id, number], [`${publicUrl}/v/${record.code}`, record.code]);
    assert.equal(holderName, record.holderName);
    assert.equal(validFrom.toISOString(), '2026-11-20T23:00:00.000Z');
    assert.equal(validUntil?.toISOString(), '2028-11-20T22:59:59.000Z');
  });

  it('happens once an attempt, also when called ten times at once', async () => {
    const exam = aPassedExam({ personId });
    const issued = await Promise.all(Array.from({ length: 10 }, () => house.issue(exam)));
    assert.equal(new Set(issued.map(({ record }) => record.id)).size, 1);
    assert.equal(new Set(issued.map(({ record }) => record.code)).size, 1);
    assert.equal(new Set(issued.map(({ credential }) => credential)).size, 1);
    assert.equal((await ofPerson()).length, 1);
  });

  it('gives the one that stands when called again later', async () => {
    const exam = aPassedExam({ personId });
    const first = await house.issue(exam);
    house.time.now = at('2027-05-01');
    assert.deepEqual(await house.issue(exam), first);
  });

  it('is in the audit trail, once, without the name', async () => {
    const exam = aPassedExam({ personId });
    const [{ record }] = await Promise.all([house.issue(exam), house.issue(exam)]);
    const entries = await house.audit.entriesOf('skien');
    const own = entries.filter(({ subject }) => subject === `certificate:${record.id}`);
    assert.deepEqual(
      own.map(({ actor, action, at: when, details }) => ({ actor, action, when, details })),
      [
        {
          actor: 'system',
          action: 'certificate.issued',
          when: examEnd,
          details: { attemptId: exam.attemptId, validFrom: '2026-11-21', validTo: '2028-11-20' },
        },
      ],
    );
    assert.ok(!JSON.stringify(entries).includes('Bjørnæs'));
    assert.equal(firstBrokenLink(entries, auditKey), undefined);
  });

  describe('of a renewal', () => {
    const renewed = async (day: string) => {
      const first = await house.issued({ personId });
      house.time.now = at(day);
      const second = await house.issued({ personId, cycle: 2, passedAt: at(day) });
      const [newer, older] = await ofPerson();
      assert.deepEqual([newer?.record.id, older?.record.id], [second.record.id, first.record.id]);
      return { older, newer };
    };

    it('inside the window adds to the old end and replaces the old one from that moment', async () => {
      const { older, newer } = await renewed('2028-10-01');
      assert.equal(newer?.record.validTo, '2030-11-20');
      assert.deepEqual(older?.events, [
        { kind: 'replaced', at: at('2028-10-01'), byCertificateId: newer.record.id },
      ]);
      assert.equal(statusOn(older, plainDate('2028-10-01')), 'replaced');
    });

    it('that is late counts from its own exam, and the gap stays visible', async () => {
      const { older, newer } = await renewed('2028-12-24');
      assert.deepEqual(
        [older?.record.validTo, newer?.record.validFrom, newer?.record.validTo],
        ['2028-11-20', '2028-12-24', '2030-12-23'],
      );
    });

    it('replaces once, however often it is issued', async () => {
      await house.issued({ personId });
      const exam = aPassedExam({ personId, cycle: 2, passedAt: at('2028-10-01') });
      await Promise.all(Array.from({ length: 5 }, () => house.issue(exam)));
      const [, older] = await ofPerson();
      assert.equal(older?.events.length, 1);
    });

    it('leaves a revoked one revoked, and does not add to its end', async () => {
      const first = await house.issued({ personId });
      await house.revoke({
        municipalityId: 'skien',
        certificateId: first.record.id,
        by: 'hr',
        reason: 'The wrong person sat the test.',
      });
      const second = await house.issued({ personId, cycle: 2, passedAt: at('2028-10-01') });
      assert.equal(second.record.validTo, '2030-09-30');
      const old = await house.certificates.find('skien', first.record.id);
      assert.deepEqual(
        old?.events.map(({ kind }) => kind),
        ['revoked'],
      );
    });

    it('does not touch the certificate of another programme', async () => {
      await house.programmes.add(aProgramme({ id: 'injections' })).catch(() => undefined);
      const other = await house.issued({ personId, programmeId: 'injections' });
      await house.issued({ personId, cycle: 2, passedAt: at('2028-10-01') });
      const standing = await house.certificates.find('skien', other.record.id);
      assert.deepEqual(standing?.events, []);
    });
  });

  it('throws for an attempt of nobody, and issues nothing', async () => {
    const exam = aPassedExam({ personId: 'nobody' });
    await assert.rejects(house.issue(exam), /belongs to nobody we know/);
    assert.equal(await house.certificates.findByAttempt(exam.attemptId), undefined);
  });
});
