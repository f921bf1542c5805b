import assert from 'node:assert/strict';
import { startAttempt } from '../../server/attempts/start-attempt.js';
import { submitAttempt } from '../../server/attempts/submit-attempt.js';
import { systemCodes } from '../../server/certification/verification-code.js';
import { openItemCatalogue, takeBanks } from '../../server/item-banks/item-catalogue.js';
import type { ItemCatalogue } from '../../server/item-banks/item-catalogue.js';
import type { FiledItem, SingleChoiceItem } from '../../server/item-banks/item.js';
import type { Person } from '../../server/organisation/person.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { give } from '../support/sitting.js';

const itemCalled = (
  id: string,
  changes: Partial<FiledItem<SingleChoiceItem>> = {},
): FiledItem<SingleChoiceItem> => aSingleChoice({ id, ...changes });

describe('the form of an attempt', () => {
  const service = useService();
  let banks = 0;

  /** A municipality whose exam has so many items of a small bank of its own. */
  async function aPlaceWith(quota: number) {
    banks += 1;
    const bankId = `small-bank-${banks}`;
    const { municipality } = await service.place({ bankId, items: { law: quota } });
    const bank = { id: bankId, titles: { nb: 'Liten' }, topics: { law: { nb: 'Lov' } } };
    return {
      municipalityId: municipality.id,
      /** What an instance of the service holds that has started with these files. */
      files: async (...items: FiledItem<SingleChoiceItem>[]) => {
        const conflicts = await takeBanks({ ...service.stores, clock: service.now })([
          { bank, items },
        ]);
        assert.deepEqual(conflicts, []);
        return openItemCatalogue(service.stores);
      },
    };
  }
  function deps(items: ItemCatalogue) {
    const { stores, services, now: clock } = service;
    const { audit, attempts } = stores;
    const { courses, ids, issueCertificateOn } = services;
    const issueCertificate = issueCertificateOn({ clock, ids, codes: systemCodes });
    return { ...stores, courses, items, audit, attempts, ids, clock, issueCertificate };
  }
  let seeds = 0;
  async function outcomeOf(items: ItemCatalogue, { id: personId, municipalityId }: Person) {
    const start = startAttempt({
      ...deps(items),
      seeds: () => `drawn-${(seeds += 1)}`,
      secret: 'secret',
      publicUrl: 'https://medsert.example',
    });
    return start({ municipalityId, personId, programmeId: PROGRAMME, locale: 'nb' });
  }
  async function begun(items: ItemCatalogue, person: Person) {
    const outcome = await outcomeOf(items, person);
    assert.ok(outcome.started);
    return service.attempt(outcome.attemptId);
  }
  const idsIn = ({ form }: Awaited<ReturnType<typeof begun>>): string[] =>
    form.slots.map(({ itemId }) => itemId).sort();

  it('stays as it was drawn when an item is changed later, also in how it is scored', async () => {
    const { municipalityId, files } = await aPlaceWith(1);
    const asDrawn = await files(itemCalled('one', { key: 'b' }));
    const person = await service.candidate({ municipalityId });
    const attempt = await begun(asDrawn, person);

    const changed = await files(itemCalled('one', { key: 'c' }));
    const later = await begun(changed, await service.candidate({ municipalityId }));
    assert.deepEqual(
      [attempt, later].map(({ form }) => form.slots[0]?.version),
      [1, 2],
    );
    for (const [sitting, key] of [
      [attempt, 'b'],
      [later, 'c'],
    ] as const) {
      const position = sitting.form.slots[0]?.options.indexOf(key) ?? -1;
      await give(service, sitting, new Map([[0, { chosen: [position] }]]));
      await submitAttempt(deps(changed))(sitting.id, sitting.personId);
      assert.equal((await service.attempt(sitting.id)).result?.passed, true);
    }
  });

  it('is scored also when the item is gone from the files', async () => {
    const { municipalityId, files } = await aPlaceWith(1);
    const person = await service.candidate({ municipalityId });
    const attempt = await begun(await files(itemCalled('one')), person);
    const without = await files(itemCalled('two'));
    await submitAttempt(deps(without))(attempt.id, person.id);
    assert.equal((await service.attempt(attempt.id)).result?.total, 1);
  });

  it('never has a draft, a retired item, one to practise on, or one for another country', async () => {
    const { municipalityId, files } = await aPlaceWith(2);
    const items = await files(
      itemCalled('one'),
      itemCalled('two'),
      itemCalled('draft', { status: 'draft' }),
      itemCalled('retired', { status: 'retired' }),
      itemCalled('practice', { pool: 'practice' }),
      itemCalled('swedish', { countries: ['SE'] }),
    );
    for (let number = 0; number < 10; number += 1) {
      const person = await service.candidate({ municipalityId });
      assert.deepEqual(idsIn(await begun(items, person)), ['one', 'two']);
    }
  });

  it('has, at the second attempt, the items that the person has not met', async () => {
    const { municipalityId, files } = await aPlaceWith(2);
    const items = await files(...['one', 'two', 'three', 'four'].map((id) => itemCalled(id)));
    const person = await service.candidate({ municipalityId });
    const first = await begun(items, person);
    await submitAttempt(deps(items))(first.id, person.id);
    service.pass(24 * 60);
    const second = await begun(items, person);
    assert.deepEqual([...idsIn(first), ...idsIn(second)].sort(), ['four', 'one', 'three', 'two']);
  });

  it('that cannot be filled is told with what is missing, and uses up no attempt', async () => {
    const { municipalityId, files } = await aPlaceWith(3);
    const tooFew = await files(itemCalled('one'), itemCalled('draft', { status: 'draft' }));
    const person = await service.candidate({ municipalityId });
    assert.deepEqual(await outcomeOf(tooFew, person), {
      started: false,
      shortfalls: [{ sectionId: 'law', wanted: 3, available: 1, of: 'items' }],
    });
    assert.deepEqual(await service.stores.attempts.historyOf(municipalityId, [person.id]), []);
    const standing = await service.services.examStart.standing(
      municipalityId,
      person.id,
      PROGRAMME,
    );
    assert.equal(standing.decision.attemptsLeft, 3);
  });
});
