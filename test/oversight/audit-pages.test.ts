import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { AuditEvent } from '../../server/audit/audit-event.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import type { Person } from '../../server/organisation/person.js';
import { buttonsOn, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import type { Visitor } from '../support/visitor.js';

describe('Pages for the audit trail', () => {
  const service = useService();
  let municipality: Municipality;
  let auditor: Person;
  let nurse: Person;
  let visitor: Visitor;

  const record = (changes: Partial<AuditEvent>) =>
    service.stores.audit.record({
      municipalityId: municipality.id,
      actor: nurse.id,
      action: 'attempt.started',
      subject: 'attempt:first',
      at: service.now(),
      ...changes,
    });
  const page = async (query = '') => readable((await visitor.get(`/audit?${query}`)).text);
  const rowsOf = async (query = '') =>
    [...(await visitor.get(`/audit?${query}`)).text.matchAll(/<th scope="row"[^>]*>(\d+)</g)].map(
      ([, number]) => Number(number),
    );
  const entries = () => service.services.database.connection.collection('auditEvents');

  // Each test has a municipality of its own, and so a chain that begins at 1.
  beforeEach(async () => {
    ({ municipality } = await service.place({}));
    const municipalityId = municipality.id;
    auditor = await service.person({ municipalityId, roles: [{ role: 'auditor' }] });
    const named = { givenName: 'Siv', familyName: 'Aasen' };
    nurse = await service.person({ municipalityId, changes: named });
    visitor = await service.signedInAs(auditor);
    await record({ at: new Date('2026-10-31T23:30:00Z') });
    await record({
      action: 'certificate.revoked',
      actor: auditor.id,
      subject: 'certificate:c1',
      aside: { personId: nurse.id, content: { reason: 'Feil person' } },
    });
    await record({
      action: 'role.granted',
      actor: 'system',
      subject: `person:${nurse.id}`,
      details: { role: 'hr', deputyFor: auditor.id },
    });
    await record({ municipalityId: 'fjordby', subject: 'attempt:foreign' });
  });
  it('shows what was done in the municipality, with the names of today and what stands beside the chain', async () => {
    const text = await page();
    match(text, /Siv Aasen Begynte på prøven attempt:first/);
    match(text, /Sertifikat trukket tilbake certificate:c1 reason: Feil person/);
    match(text, /Systemet Rolle gitt Siv Aasen role: hr deputyFor: Ingrid Lie/);
    ok(!text.includes('foreign'));
  });

  it('says that details were erased, and keeps the entry', async () => {
    await service.stores.audit.eraseAsidesAbout(municipality.id, nurse.id);
    const text = await page();
    ok(!text.includes('Feil person'));
    match(text, /certificate:c1 Personopplysningene er slettet/);
  });

  for (const [query, numbers] of [
    ['', [3, 2, 1]],
    // Half past eleven in the evening UTC is the next day in Oslo.
    ['from=2026-11-01&to=2026-11-01', [1]],
    ['to=2026-10-31', []],
    ['from=2026-11-02', [3, 2]],
    ['from=yesterday', [3, 2, 1]],
    ['who=siv+aasen', [1]],
    ['who=system', [3]],
    ['who=nobody', []],
    ['kind=certificate', [2]],
    ['kind=unknown', [3, 2, 1]],
    ['subject=attempt:first', [1]],
    ['subject=attempt:foreign', []],
    ['before=3', [2, 1]],
  ] as const)
    it(`takes its filters from the address: ${query}`, async () => {
      deepEqual(await rowsOf(query), numbers);
    });

  it('pages by number: what comes meanwhile moves nothing', async () => {
    for (let n = 0; n < 60; n += 1) await record({});
    const first = await visitor.get('/audit?kind=attempt');
    const older = buttonsOn(first.text).find(({ text }) => text === 'Eldre');
    await record({});
    const second = await visitor.get(older?.href ?? '');
    const numbers = [...second.text.matchAll(/<th scope="row"[^>]*>(\d+)</g)].map(([, n]) => n);
    deepEqual([numbers[0], numbers.at(-1)], ['13', '1']);
    ok(!second.text.includes('rel="next"'));
  });

  describe('says whether the chain is whole', () => {
    it('not before it was checked', async () => {
      match(await page(), /Kjeden er ikke kontrollert ennå/);
    });

    it('up to which entry, and when that was checked', async () => {
      equal((await visitor.post('/audit/check')).status, 303);
      service.pass(5);
      match(
        await page(),
        /Kjeden er hel til og med oppføring 3\. Kontrollert 2\. november 2026 09\.00/,
      );
    });

    it('and where it is broken', async () => {
      await entries().updateOne(
        { municipalityId: municipality.id, sequence: 2 },
        { $set: { actor: 'x' } },
      );
      await visitor.post('/audit/check');
      match(await page(), /Kjeden er brutt ved oppføring 2/);
    });
  });

  it('hands out the newest signed head', async () => {
    equal((await visitor.get('/audit/head')).status, 404);
    await service.services.scheduler.runNow('sign-audit-heads');
    const { text, headers } = await visitor.get('/audit/head');
    match(text, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    ok(String(headers['content-disposition']).endsWith(`${municipality.slug}-audit-head-3.jws`));
    match(await page(), /siste signerte kjedehode \(oppføring 3\)/);
  });

  describe('exports what the filters leave', () => {
    const exported = async (path: string) => (await visitor.get(path).buffer(true)).text;

    it('as CSV', async () => {
      const lines = (await exported('/audit.csv?kind=certificate')).trim().split('\r\n');
      equal(lines.length, 2);
      equal(lines[0], 'Nr.;Tid;Hvem;Hvem (id);Hva;Gjelder;Detaljer;Tillegg;Referanse;Kjedeverdi');
      match(
        lines[1] ?? '',
        /^2;2026-11-02T08:00:00\.000Z;Ingrid Lie;.*;"\{""reason"":""Feil person""\}";/,
      );
    });

    it('as JSON lines, beyond one batch', async () => {
      for (let n = 0; n < 600; n += 1) void record({ action: 'course.completed' });
      await record({});
      const answer = await visitor
        .get('/audit.jsonl?kind=course')
        .buffer(true)
        .parse((res, done) => {
          let text = '';
          res.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
          res.on('end', () => {
            done(null, text);
          });
        });
      const lines = (answer.body as string).trim().split('\n');
      const sequences = lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence);
      equal(new Set(sequences).size, 600);
      deepEqual(
        sequences,
        sequences.toSorted((a, b) => b - a),
      );
    });

    it('and records who took what away', async () => {
      await exported('/audit.csv?kind=role&who=siv+aasen');
      const [entry] = await service.stores.audit.search({ municipalityId: municipality.id }, 1);
      deepEqual(
        [entry?.action, entry?.actor, entry?.details],
        ['audit.exported', auditor.id, { format: 'csv', kind: 'role', who: nurse.id }],
      );
    });
  });
});
