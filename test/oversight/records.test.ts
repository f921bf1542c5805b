import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reproduce } from '../../server/oversight/records/reproduce.rules.js';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { Person } from '../../server/organisation/person.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aSave, give, handIn, responsesFor, slotOf, slotsWhere } from '../support/sitting.js';
import type { Visitor } from '../support/visitor.js';

describe('the record of an attempt', () => {
  const service = useService();
  let candidate: Person;
  let coordinator: Person;
  let desk: Visitor;
  let attempt: Attempt;

  before(async () => {
    candidate = await service.candidate({ changes: { familyName: 'Sørbø' } });
    coordinator = await service.person({ jobRole: 'office', roles: [{ role: 'coordinator' }] });
    desk = await service.signedInAs(coordinator);
    const begun = await service.begin(candidate);
    const numeric = slotsWhere(begun, ({ type }) => type === 'numeric')[0];
    assert.ok(numeric !== undefined);
    const responses = await responsesFor(service, begun, 'right', [0]);
    responses.set(numeric, { typed: ' 2,50 ' });
    await service.services.attempt.report({
      attemptId: begun.id,
      personId: candidate.id,
      slot: 1,
      text: 'Two options are right 🙂',
    });
    service.pass(59);
    await give(service, begun, responses);
    const late = { heard: service.now(), afterMs: 30_000 };
    service.at(new Date(begun.closesAt.getTime() + 10_000));
    const { id: attemptId, personId } = begun;
    const save = aSave(2, { basedOn: 1, response: responses.get(2) ?? { chosen: [] } });
    await service.services.attempt.save({ attemptId, personId, saves: [{ ...save, typed: late }] });
    await service.services.attempt.submit(begun.id, candidate.id);
    attempt = await service.attempt(begun.id);
  });

  const opened = async () => {
    const { entries } = {
      entries: await service.stores.audit.search(
        { municipalityId: 'fjordby', subject: `attempt:${attempt.id}`, action: 'record.opened' },
        50,
      ),
    };
    return entries;
  };

  it('is found by the name of the candidate, and reached from the menu', async () => {
    const { text } = await desk.get('/records?q=Sørbø');
    assert.ok(text.includes(`href="/records/${attempt.id}"`));
    assert.match(plainText(text), /Sørbø/);
    assert.ok((await desk.get('/')).text.includes('href="/records"'));
    const { text: nobody } = await desk.get('/records?q=Nobody-of-that-name');
    assert.match(plainText(nobody), /Ingen forsøk funnet/);
  });

  it('shows items as seen, responses to the letter, times of the server and what decided', async () => {
    const page = plainText((await desk.get(`/records/${attempt.id}`)).text);
    assert.match(page, /«\s2,50\s»/);
    assert.match(page, /kom etter fristen, men ble skrevet før den og teller/);
    assert.match(page, /Tiden gikk ut/);
    assert.match(page, /Two options are right/);
    assert.match(page, /Ikke bestått/);
    assert.match(page, new RegExp(attempt.form.seed));
    const { itemId } = slotOf(attempt, 0);
    assert.match(page, new RegExp(`${itemId}, versjon 1`));
    assert.match(page, /blir det identisk/);
    assert.match(page, /Rettes svarene på nytt .* blir resultatet det samme/);
  });

  it('is in the trail each time it is opened, as page and as file', async () => {
    const before = (await opened()).length;
    await desk.get(`/records/${attempt.id}`);
    await desk.get(`/records/${attempt.id}/pdf?keys=without`);
    const entries = await opened();
    assert.equal(entries.length, before + 2);
    assert.deepEqual(entries[0]?.details, { as: 'pdf', keys: false });
    assert.equal(entries[0].actor, coordinator.id);
  });

  it('is a tagged PDF for an appeal, with the key or without', async () => {
    for (const keys of ['with', 'without']) {
      const answer = await desk.get(`/records/${attempt.id}/pdf?keys=${keys}`).buffer(true);
      const file = answer.body as Buffer;
      assert.equal(answer.status, 200);
      assert.equal(file.subarray(0, 8).toString('latin1'), '%PDF-1.7');
      const raw = file.toString('latin1');
      assert.match(raw, /\/StructTreeRoot/);
      assert.match(raw, /pdfuaid:part/);
      const folder = process.env['SCREENSHOTS'];
      if (folder) writeFileSync(join(folder, `record-${keys}.pdf`), file);
    }
  });

  it('keeps the key from what a candidate is handed', async () => {
    const record = await service.services.records.read(
      (await service.stores.municipalities.find('fjordby')) ?? assert.fail(),
      attempt.id,
    );
    assert.ok(record);
    const { recordView } = await import('../../server/oversight/records/record.view.js');
    const t = service.services.texts('nb');
    const words = { t, locale: 'nb', demo: false } as const;
    const withKeys = JSON.stringify(recordView(record, { ...words, withKeys: true }));
    const without = JSON.stringify(recordView(record, { ...words, withKeys: false }));
    for (const word of ['Begrunnelse', 'Fasit"']) {
      assert.ok(withKeys.includes(word), word);
      assert.ok(!without.includes(word), word);
    }
    for (const item of recordView(record, { ...words, withKeys: false }).items)
      assert.ok(item.parts.every(({ key }) => key === ''));
  });

  it('says what differs when it cannot be reproduced', async () => {
    const { bankId } = attempt.frozen;
    const records = new Map([[bankId, await service.stores.items.allOf(bankId)]]);
    const met = new Map<string, number>();
    const request = { attempt, records, standard: undefined, country: 'NO', met } as const;
    assert.equal(reproduce(request).kind, 'identical');
    const [first, ...others] = attempt.form.slots;
    assert.ok(first);
    const changed = [{ ...first, options: first.options.toReversed(), version: 1 }, ...others];
    const altered = { ...attempt, form: { ...attempt.form, slots: changed } };
    assert.deepEqual(reproduce({ ...request, attempt: altered }), {
      kind: 'differs',
      differences: [{ slot: 0, in: 'options' }],
      assumed: 0,
    });
    const unknown = { ...attempt, form: { ...attempt.form, algorithm: 'of-old' } };
    assert.deepEqual(reproduce({ ...request, attempt: unknown }), {
      kind: 'impossible',
      because: 'algorithm',
    });
    const earlier = { ...attempt, startedAt: new Date('2020-01-01T00:00:00Z') };
    const assumed = reproduce({ ...request, attempt: earlier });
    assert.ok(assumed.kind === 'identical' && assumed.assumed > 0);
  });

  it('is not for the candidate, nor for unit heads, nor for whose own it is', async () => {
    const path = `/records/${attempt.id}`;
    assert.equal((await (await service.signedInAs(candidate)).get(path)).status, 403);
    const head = await service.person({ roles: [{ role: 'unitHead', unit: 'solbakken' }] });
    assert.equal((await (await service.signedInAs(head)).get(path)).status, 403);
    const both = await service.candidate({ roles: [{ role: 'coordinator' }] });
    const own = await handIn(service, await service.begin(both), 'right');
    const visitor = await service.signedInAs(both);
    const answer = await visitor.get(`/records/${own.id}`);
    assert.equal(answer.status, 403);
    assert.match(plainText(answer.text), /Be en annen med samme rolle/);
    assert.equal((await visitor.get(path)).status, 200);
  });

  it('does not exist while the exam is under way, nor elsewhere', async () => {
    const open = await service.begin(await service.candidate());
    assert.equal((await desk.get(`/records/${open.id}`)).status, 404);
    const { municipality } = await service.place({});
    const foreign = await service.person({
      municipalityId: municipality.id,
      jobRole: 'office',
      roles: [{ role: 'auditor' }],
    });
    assert.equal(
      (await (await service.signedInAs(foreign)).get(`/records/${attempt.id}`)).status,
      404,
    );
  });

  it('says that responses are erased when their time is over', async () => {
    await service.stores.attempts.eraseResponsesOf('fjordby', candidate.id);
    const page = plainText((await desk.get(`/records/${attempt.id}`)).text);
    assert.match(page, /Svarene er slettet fordi lagringstiden er ute/);
    assert.doesNotMatch(page, /«\s2,50\s»/);
  });
});
