import { equal, match, ok } from 'node:assert/strict';
import { bankOf, type Attempt } from '../../server/attempts/attempt.js';
import type { Person } from '../../server/organisation/person.js';
import { readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { give, responsesFor, slotOf } from '../support/sitting.js';

describe('the report of alike mistakes', () => {
  const service = useService();
  /** Forms of so many items of one topic that any two have most of them in common. */
  let municipalityId: string;
  let coordinator: Person;

  before(async () => {
    municipalityId = (await service.place({ items: { law: 8, checks: 6, effects: 6 } }))
      .municipality.id;
    const roles = [{ role: 'coordinator' }] as const;
    coordinator = await service.person({ municipalityId, jobRole: 'office', roles });
    const vik = await service.candidate({ municipalityId, changes: { familyName: 'Vik' } });
    const aas = await service.candidate({ municipalityId, changes: { familyName: 'Aas' } });
    const begun = [await service.begin(vik), await service.begin(aas)] as const;
    service.pass(20);
    await makeTheSameMistakes(...begun);
    await threeMistakesAreCommon(begun);
  });

  /** Both have everything wrong, and on items that both met in the same way. */
  async function makeTheSameMistakes(one: Attempt, other: Attempt): Promise<void> {
    const theirs = await responsesFor(service, one, 'wrong');
    const mine = await responsesFor(service, other, 'wrong');
    for (const [slot, drawn] of other.form.slots.entries()) {
      const same = one.form.slots.findIndex(({ itemId }) => itemId === drawn.itemId);
      const copied = theirs.get(same);
      if (!copied || !('chosen' in copied)) continue;
      const letters = copied.chosen.map((place) => slotOf(one, same).options[place] ?? '');
      const chosen = letters.map((letter) => drawn.options.indexOf(letter));
      mine.set(slot, { chosen: chosen.sort((before, after) => before - after) });
    }
    await give(service, one, theirs);
    await give(service, other, mine);
    for (const { id, personId } of [one, other])
      await service.services.attempt.submit(id, personId);
  }

  /** As if many had met these items before, and had made three mistakes equally often. */
  async function threeMistakesAreCommon(attempts: readonly Attempt[]): Promise<void> {
    const met = new Map(
      attempts.flatMap(({ frozen, form }) =>
        form.slots.map((slot) => {
          const { itemId, version } = slot;
          return [`${itemId}/${version}`, { bankId: bankOf(frozen, slot), itemId, version }];
        }),
      ),
    );
    const at = service.now();
    for (const bankId of new Set([...met.values()].map((one) => one.bankId))) {
      const bank = { municipalityId, bankId, computedAt: at, sittings: 300 };
      const standings = [...met.values()].map((one) => ({
        ...{ municipalityId, ...one, firstMet: at, lastMet: at, exposure: 0.1 },
        statistics: { item: one.itemId, n: 300, shown: false as const },
        ...{ options: [], unanswered: 0, differences: [], flags: [] },
        wrongChoices: ['a', 'b', 'c'].map((choice) => ({ choice, n: 100 })),
      }));
      await service.stores.itemStandings.put({ ...bank, programmes: [] }, standings);
    }
  }

  it('names the pair with the number of mistakes, and leads to both records', async () => {
    const desk = await service.signedInAs(coordinator);
    ok((await desk.get('/records')).text.includes('href="/records/similarity"'));
    const { text } = await desk.get('/records/similarity');
    equal(
      [...text.matchAll(/<a class="ds-link" href="\/records\/[^"]+">[^<]*(Vik|Aas)/g)].length,
      2,
    );
    match(readable(text), /1 par er sammenlignet/);
    match(readable(text), /aldri et bevis/);
    match(readable(text), /\d+ av \d+ der begge tok feil/);
    const [entry] = await service.stores.audit.search(
      { municipalityId, action: 'record.similarity-read' },
      1,
    );
    equal(entry?.actor, coordinator.id);
  });

  it('compares those of the days that are asked for, and forgives a mangled date', async () => {
    const desk = await service.signedInAs(coordinator);
    const before = await desk.get('/records/similarity?from=2026-01-01&to=2026-01-31');
    match(readable(before.text), /0 par er sammenlignet\. Ingen av dem skiller seg ut/);
    const mangled = await desk.get('/records/similarity?from=2026-13-01&to=x');
    match(readable(mangled.text), /1 par er sammenlignet/);
  });

  it('does not show coordinators a pair with themselves', async () => {
    const own = await service.candidate({
      municipalityId,
      changes: { familyName: 'Selv' },
      roles: [{ role: 'coordinator' }],
    });
    const other = await service.candidate({ municipalityId, changes: { familyName: 'Lie' } });
    const begun = [await service.begin(own), await service.begin(other)] as const;
    service.pass(20);
    await makeTheSameMistakes(...begun);
    await threeMistakesAreCommon(begun);
    const { text } = await (await service.signedInAs(own)).get('/records/similarity');
    ok(!/href="\/records\/[^"]+">[^<]*(Selv|Lie)/.test(text));
    match(readable(text), /med deg selv/);
  });
});
