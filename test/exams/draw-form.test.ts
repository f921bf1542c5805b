import assert from 'node:assert/strict';
import {
  drawForm,
  isDrawable,
  metBeforeAs,
  shortfallsOf,
  type DrawRequest,
  type Form,
} from '../../server/exams/draw-form.rules.js';
import { formLength, type Section } from '../../server/exams/programme.js';
import type { DrawableItem } from '../../server/item-banks/drawn-item.rules.js';
import type { Country, FiledItem, Item } from '../../server/item-banks/item.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { drawable, theBank, type TheBank } from '../item-banks/the-bank.js';
import { count, deviation, tallyOf } from './chi-square.js';

const COUNTRIES: readonly Country[] = ['NO', 'SE'];
const DRAWS_EACH = 5_000;

const groupOf = ({ id, variantGroup }: Item): string => variantGroup ?? `item ${id}`;

function mustDraw(request: DrawRequest): Form {
  const { form, shortfalls } = drawForm(request);
  assert.ok(form, JSON.stringify(shortfalls));
  return form;
}

const section = (changes: Partial<Section> = {}): Section => ({
  id: 'law',
  titles: { nb: 'Lov' },
  topics: ['law'],
  quota: 2,
  criticalAtLeast: 0,
  allRight: false,
  ...changes,
});

/** A request for one section of made-up items. */
function aRequest(
  items: readonly FiledItem[],
  sections: readonly Section[] = [section()],
  changes: Partial<DrawRequest> = {},
): DrawRequest {
  return {
    specification: { sections },
    items: items.map(drawable),
    country: 'NO',
    seed: 'a seed',
    seen: new Set(),
    ...changes,
  };
}

const item = (id: string, changes: Parameters<typeof aSingleChoice>[0] = {}): FiledItem =>
  aSingleChoice({ id, ...changes });

const idsOf = (form: Form): string[] => form.slots.map(({ itemId }) => itemId).sort();
const seeds = (many: number): string[] => Array.from({ length: many }, (_, n) => `seed ${n}`);

describe('forms drawn from the bank', () => {
  let bank: TheBank;
  before(async () => {
    bank = await theBank();
  });

  const request = (
    country: Country,
    seed: string,
    items: readonly DrawableItem[],
  ): DrawRequest => ({
    specification: bank.template.specification,
    items,
    country,
    seed,
    seen: new Set<string>(),
  });

  /** The bank with items in every section that nobody may ever get. */
  function withForbidden(): readonly DrawableItem[] {
    const forbidden = bank.items
      .filter(({ pool, status }) => pool === 'exam' && status === 'approved')
      .flatMap((one): FiledItem[] => [
        { ...one, id: `${one.id}-draft`, status: 'draft' },
        { ...one, id: `${one.id}-retired`, status: 'retired' },
        { ...one, id: `${one.id}-practice`, pool: 'practice' },
        { ...one, id: `${one.id}-course`, pool: 'course' },
        // In groups of their own, so that no other item keeps them out.
        { ...one, id: `${one.id}-lone-draft`, status: 'draft', variantGroup: `${one.id}-lone` },
      ]);
    return [...bank.drawables, ...forbidden.map(drawable)];
  }

  it(`keep to the specification in ${2 * DRAWS_EACH} draws of both countries`, function () {
    this.timeout(120_000);
    const before = process.cpuUsage();
    const { specification } = bank.template;
    const items = withForbidden();
    const byId = new Map(items.map((one) => [one.item.id, one]));
    const shownRight = new Set<string>();
    for (const country of COUNTRIES) {
      for (const seed of seeds(DRAWS_EACH)) {
        const form = mustDraw(request(country, seed, items));
        assert.equal(form.slots.length, formLength(specification));
        const groups = new Set<string>();
        for (const slot of form.slots) {
          const { item: one, state } = byId.get(slot.itemId) ?? assert.fail(slot.itemId);
          groups.add(groupOf(one));
          assert.equal(state, 'live', one.id);
          assert.equal(one.pool, 'exam', one.id);
          assert.ok(!one.countries || one.countries.includes(country), one.id);
          assert.equal(slot.critical, one.critical);
          assert.equal(slot.topic, one.topic);
          assertOrders(one, slot);
          if (one.type === 'ordering' && slot.options.join() === one.key.join())
            shownRight.add(one.id);
        }
        assert.equal(groups.size, form.slots.length, `two of a group, ${country}, ${seed}`);
        for (const { id, quota, topics, criticalAtLeast } of specification.sections) {
          const own = form.slots.filter(({ sectionId }) => sectionId === id);
          assert.equal(own.length, quota, id);
          assert.ok(own.every(({ topic }) => topics.includes(topic)));
          assert.ok(own.filter(({ critical }) => critical).length >= criticalAtLeast, id);
        }
      }
    }
    assert.deepEqual([...shownRight], [], 'an ordering was shown in its right order');
    // Of the processor: how busy the machine is says nothing about us.
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    console.log(`      ${2 * DRAWS_EACH} forms drawn and checked in ${seconds.toFixed(1)} s`);
    assert.ok(seconds < 20, `${seconds} s`);
  });

  /** Options and prompts are all there, once; what is pinned is last; numbers are one of the variants. */
  function assertOrders(one: Item, slot: Form['slots'][number]): void {
    const letters = (record: Readonly<Record<string, string>> | undefined): string =>
      Object.keys(record ?? {})
        .sort()
        .join();
    assert.equal([...slot.options].sort().join(), letters(one.texts.nb?.options), one.id);
    assert.equal([...slot.prompts].sort().join(), letters(one.texts.nb?.prompts), one.id);
    if ('pinLast' in one) assert.equal(slot.options.at(-1), one.pinLast, one.id);
    assert.equal(slot.variant !== undefined, one.type === 'numeric', one.id);
  }

  it('take every group of a section about equally often', () => {
    const { specification } = bank.template;
    const byId = new Map(bank.items.map((one) => [one.id, one]));
    for (const country of COUNTRIES) {
      const drawn = bank.drawables.filter((one) => isDrawable(one, country));
      const critical = new Set(
        drawn.flatMap(({ item: one }) => (one.critical ? [groupOf(one)] : [])),
      );
      // Where a section must have critical items, groups that can give one come more often: the two kinds are compared apart.
      const tallies = specification.sections.flatMap(({ id, topics }) => {
        const groups = new Set(
          drawn.flatMap(({ item: one }) => (topics.includes(one.topic) ? [groupOf(one)] : [])),
        );
        return [true, false].map((isCritical) => ({
          id,
          isCritical,
          tally: tallyOf([...groups].filter((group) => critical.has(group) === isCritical)),
        }));
      });
      for (const seed of seeds(1_500)) {
        const form = mustDraw(request(country, seed, bank.drawables));
        for (const { id, isCritical, tally } of tallies) {
          if (tally.counts.size === 0) continue;
          const groups = form.slots.flatMap((slot) => {
            const one = byId.get(slot.itemId);
            return one && slot.sectionId === id ? [groupOf(one)] : [];
          });
          count(
            tally,
            groups.filter((group) => critical.has(group) === isCritical),
          );
        }
      }
      for (const { id, isCritical, tally } of tallies) {
        if (tally.counts.size < 2 || tally.variance === 0) continue;
        const far = deviation(tally);
        assert.ok(far < 4, `${country}, ${id}, critical ${String(isCritical)}: ${far}`);
      }
    }
  });

  it('are the same for the same seed, and others for another', () => {
    for (const country of COUNTRIES) {
      const again = request(country, 'the seed', bank.drawables);
      assert.deepEqual(drawForm(again), drawForm({ ...again }));
      const other = mustDraw({ ...again, seed: 'another seed' });
      assert.notDeepEqual(idsOf(other), idsOf(mustDraw(again)));
    }
  });

  it('name how and from which seed they were drawn', () => {
    const form = mustDraw(request('NO', 'the seed', bank.drawables));
    assert.equal(form.algorithm, 'stratified-2');
    assert.equal(form.seed, 'the seed');
  });

  it('show the options of an item in every order, each about equally often', () => {
    const items = [item('law-001')];
    const orders = tallyOf(['a,b,c', 'a,c,b', 'b,a,c', 'b,c,a', 'c,a,b', 'c,b,a']);
    for (const seed of seeds(3_000)) {
      const form = mustDraw(aRequest(items, [section({ quota: 1 })], { seed }));
      count(orders, [form.slots[0]?.options.join() ?? '']);
    }
    assert.ok(deviation(orders) < 4, String(deviation(orders)));
  });

  it('fall short of nothing in either country', () => {
    for (const country of COUNTRIES)
      assert.deepEqual(shortfallsOf(request(country, '', bank.drawables)), []);
  });
});

describe('what a person has met before', () => {
  const six = ['1', '2', '3', '4', '5', '6'].map((n) => item(`law-${n}`));

  it('does not come again while there is something new', () => {
    const seen = new Set(['law-1', 'law-3', 'law-4']);
    for (const seed of seeds(200)) {
      const form = mustDraw(aRequest(six, [section({ quota: 3 })], { seed, seen }));
      assert.deepEqual(idsOf(form), ['law-2', 'law-5', 'law-6']);
    }
  });

  it('comes again when nothing new is left', () => {
    const seen = new Set(['law-1', 'law-2', 'law-3', 'law-4', 'law-5']);
    for (const seed of seeds(50)) {
      const form = mustDraw(aRequest(six, [section({ quota: 3 })], { seed, seen }));
      assert.ok(idsOf(form).includes('law-6'));
      assert.equal(new Set(idsOf(form)).size, 3);
    }
  });

  it('comes again in the order in which it was met, the one met longest ago first', () => {
    const met = new Map(six.map(({ id }, place) => [id, 100 + place]));
    for (const seed of seeds(50)) {
      const form = mustDraw(aRequest(six, [section({ quota: 3 })], { seed, seen: met }));
      assert.deepEqual(idsOf(form), ['law-1', 'law-2', 'law-3']);
    }
  });

  it('is never in a second form while the pool has others, and is as late as can be in a third', () => {
    const ten = Array.from({ length: 10 }, (_none, n) => item(`law-${n}`));
    const sections = [section({ quota: 4 })];
    for (const seed of seeds(30)) {
      const met = new Map<string, number>();
      const forms = [1, 2, 3].map((round) => {
        const ids = idsOf(
          mustDraw(aRequest(ten, sections, { seed: `${seed} ${round}`, seen: met })),
        );
        for (const id of ids) met.set(id, round);
        return ids;
      });
      const [first = [], second = [], third = []] = forms;
      assert.deepEqual(
        first.filter((id) => second.includes(id)),
        [],
      );
      // Two were left; the other two are of the first form, met longest ago.
      assert.deepEqual(
        third.filter((id) => second.includes(id)),
        [],
      );
      assert.equal(third.filter((id) => first.includes(id)).length, 2);
    }
  });

  it('is drawn by its first algorithm as it was then: met or not, whenever', () => {
    const met = new Map(six.map(({ id }, place) => [id, place]));
    const before = metBeforeAs('stratified-1', met);
    assert.ok(before);
    const drawn = seeds(50).map((seed) =>
      idsOf(mustDraw(aRequest(six, [section({ quota: 3 })], { seed, seen: before }))).join(),
    );
    assert.ok(new Set(drawn).size > 1);
    assert.equal(metBeforeAs('of-tomorrow', met), undefined);
  });

  it('gives way to the other item of its group', () => {
    const items = [
      item('law-1', { variantGroup: 'one' }),
      item('law-2', { variantGroup: 'one' }),
      item('law-3'),
    ];
    for (const seed of seeds(50)) {
      const form = mustDraw(aRequest(items, [section()], { seed, seen: new Set(['law-1']) }));
      assert.deepEqual(idsOf(form), ['law-2', 'law-3']);
    }
  });

  it('gives way to a new critical item where a critical one is needed', () => {
    const items = [
      item('law-1', { variantGroup: 'one', critical: true }),
      item('law-2', { variantGroup: 'one' }),
      item('law-3', { critical: true }),
    ];
    const one = [section({ quota: 1, criticalAtLeast: 1 })];
    for (const seed of seeds(50)) {
      const form = mustDraw(aRequest(items, one, { seed, seen: new Set(['law-1']) }));
      assert.deepEqual(idsOf(form), ['law-3']);
    }
  });
});

describe('critical items', () => {
  const items = [
    item('law-1', { critical: true }),
    item('law-2', { critical: true }),
    ...['3', '4', '5', '6', '7', '8', '9'].map((n) => item(`law-${n}`)),
  ];

  it('are in the form as often as the section asks, and may be there more often', () => {
    const counts = seeds(300).map((seed) => {
      const sections = [section({ quota: 4, criticalAtLeast: 1 })];
      const form = mustDraw(aRequest(items, sections, { seed }));
      return form.slots.filter(({ critical }) => critical).length;
    });
    assert.deepEqual([...new Set(counts)].sort(), [1, 2]);
  });

  it('are not in the form on purpose where the section asks for none', () => {
    const counts = seeds(300).map(
      (seed) =>
        mustDraw(aRequest(items, [section({ quota: 4 })], { seed })).slots.filter(
          ({ critical }) => critical,
        ).length,
    );
    assert.ok(counts.includes(0));
  });

  it('are taken from a group of which only some are critical', () => {
    const mixed = [
      item('law-1', { variantGroup: 'one', critical: true }),
      item('law-2', { variantGroup: 'one' }),
      item('law-3'),
    ];
    for (const seed of seeds(50)) {
      const sections = [section({ quota: 2, criticalAtLeast: 1 })];
      const form = mustDraw(aRequest(mixed, sections, { seed }));
      assert.deepEqual(idsOf(form), ['law-1', 'law-3']);
    }
  });
});

describe('a bank that cannot fill a form', () => {
  it('is told what it lacks, section by section, and nothing is drawn', () => {
    const items = [
      item('law-1', { variantGroup: 'one' }),
      item('law-2', { variantGroup: 'one' }),
      item('law-3', { status: 'draft' }),
      item('law-4', { pool: 'practice' }),
      item('law-5', { countries: ['SE'] }),
      item('checks-1', { topic: 'checks' }),
      item('checks-2', { topic: 'checks' }),
      item('effects-1', { topic: 'effects', critical: true }),
    ];
    const sections = [
      section({ quota: 3 }),
      section({ id: 'checks', topics: ['checks'], quota: 2, criticalAtLeast: 1 }),
      section({ id: 'effects', topics: ['effects'], quota: 1, criticalAtLeast: 1 }),
      section({ id: 'none', topics: ['none'], quota: 1 }),
    ];
    const drawing = drawForm(aRequest(items, sections));
    assert.equal(drawing.form, undefined);
    assert.deepEqual(drawing.shortfalls, [
      { sectionId: 'law', wanted: 3, available: 1, of: 'items' },
      { sectionId: 'checks', wanted: 1, available: 0, of: 'critical-items' },
      { sectionId: 'none', wanted: 1, available: 0, of: 'items' },
    ]);
  });
});
