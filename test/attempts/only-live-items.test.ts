import assert from 'node:assert/strict';
import { startAttempt } from '../../server/attempts/start-attempt.js';
import { isDrawable } from '../../server/exams/draw-form.rules.js';
import { openItemCatalogue } from '../../server/item-banks/item-catalogue.js';
import { ITEM_STATES } from '../../server/item-banks/life-cycle.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from '../item-banks/a-written-bank.js';
import { aNumeric, aSingleChoice } from '../item-banks/some-items.js';
import { useService } from '../support/a-service.js';

describe('exams draw what is live, and nothing else', () => {
  const service = useService();

  async function drawnIn({ municipalityId }: WrittenBank): Promise<readonly string[]> {
    const attempt = await service.begin(await service.candidate({ municipalityId }));
    return attempt.form.slots.map(({ itemId, version }) => `${itemId} ${version}`).sort();
  }

  it('by the rule: of all states only one can be drawn', () => {
    const drawable = ITEM_STATES.filter((state) =>
      isDrawable({ item: aSingleChoice(), version: 1, variants: [], state }, 'NO'),
    );
    assert.deepEqual(drawable, ['live']);
  });

  it('when an attempt is started: no draft, none in review, approved, retired or burned', async () => {
    const bank = await aWrittenBank(service, 2);
    for (const state of ITEM_STATES) await bank.bring(anItemCalled(`only-${state}`), state);
    await bank.bring(anItemCalled('second'), 'live');
    for (let number = 0; number < 12; number += 1)
      assert.deepEqual(await drawnIn(bank), ['only-live 1', 'second 1']);
  });

  it('the live version stays in exams while the next is written, reviewed and approved', async () => {
    const bank = await aWrittenBank(service, 1);
    await bank.bring(anItemCalled('one'), 'live');
    const next = anItemCalled('one', { key: 'c' });
    await bank.write(next);
    assert.deepEqual(await drawnIn(bank), ['one 1']);
    for (const [transition, person] of [
      ['send', bank.author],
      ['approve', bank.reviewer],
    ] as const) {
      assert.deepEqual(await bank.change('one', transition, person), { done: true });
      assert.deepEqual(await drawnIn(bank), ['one 1']);
    }
    assert.deepEqual(await bank.change('one', 'publish', bank.author), { done: true });
    assert.deepEqual(await drawnIn(bank), ['one 2']);
  });

  it('at once, also in an instance that did not make the change', async () => {
    const bank = await aWrittenBank(service, 1);
    await bank.bring(anItemCalled('one'), 'live');
    await bank.bring(anItemCalled('two'), 'live');
    const items = openItemCatalogue(service.stores);
    const start = startAttempt({
      ...service.services.home,
      items,
      audit: service.stores.audit,
      ids: service.services.ids,
      seeds: () => 'a seed',
      secret: 'secret',
      publicUrl: 'https://medsert.example',
    });
    const begin = async () => {
      const { municipalityId, id: personId } = await service.candidate({
        municipalityId: bank.municipalityId,
      });
      const outcome = await start({
        municipalityId,
        personId,
        programmeId: service.services.templates[0]?.id ?? '',
        locale: 'nb',
      });
      if (!outcome.started) return 'none';
      return (await service.attempt(outcome.attemptId)).form.slots[0]?.itemId ?? 'none';
    };
    const first = await begin();
    const other = first === 'one' ? 'two' : 'one';
    assert.deepEqual(await bank.change(first, 'burn', bank.author), { done: true });
    assert.equal(await begin(), other);
    assert.deepEqual(await bank.change(other, 'retire', bank.author), { done: true });
    assert.equal(await begin(), 'none');
    await bank.bring(anItemCalled('three'), 'live');
    assert.equal(await begin(), 'three');
  });

  it('and what was burned is for practice', async () => {
    const bank = await aWrittenBank(service, 1);
    await bank.bring(anItemCalled('one'), 'burned');
    await bank.bring(anItemCalled('two', { pool: 'practice' }), 'live');
    await bank.bring(anItemCalled('three'), 'live');
    await bank.bring(anItemCalled('four', { pool: 'practice' }), 'draft');
    const practice = await service.services.items.practice(bank.bankId);
    assert.deepEqual(
      practice.map(({ item }) => item.id),
      ['one', 'two'],
    );
  });

  it('with the numbers that were approved, and not at all when they would be others', async () => {
    const bank = await aWrittenBank(service, 1);
    const { status: _status, ...numeric } = aNumeric({ id: 'dose' });
    const record = await bank.bring(numeric, 'approved');
    const forged = { to: 'live', by: bank.author.id, at: service.now() } as const;
    await service.stores.items.append(record, [
      { version: 1, event: { ...forged, variantsHash: 'of other numbers' } },
    ]);
    assert.deepEqual(await service.services.items.live(bank.bankId), []);
  });
});
