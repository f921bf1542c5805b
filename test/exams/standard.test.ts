import assert from 'node:assert/strict';
import { ratingsTyped } from '../../server/exams/standard/rating-form.rules.js';
import { recordView } from '../../server/oversight/records/record.view.js';
import { itemKey } from '../../server/exams/standard/standard-round.js';
import { formOn, headingOf, readable } from '../support/a-page.js';
import { useService, type Place } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

const STANDARD = `/administration/programmes/${PROGRAMME}/standard`;

describe('the ratings that a judge typed', () => {
  const read = (typed: Readonly<Record<string, string>>) =>
    ratingsTyped(new Map(Object.entries(typed)), ['a', 'b'], new Map([['a', 60]]));

  it('are whole numbers from 0 to 100, and nothing that is not asked for', () => {
    assert.deepEqual(read({ a: '0', b: ' 100 ', c: '5' }), {
      changes: new Map([
        ['a', 0],
        ['b', 100],
      ]),
      wrong: [],
    });
    for (const text of ['101', '-1', '7,5', '1e1', 'many'])
      assert.deepEqual(read({ b: text }).wrong, ['b'], text);
  });

  it('are taken back by an empty field, and stay where there was none', () => {
    assert.deepEqual(read({ a: '' }).changes, new Map([['a', undefined]]));
    assert.deepEqual(read({ a: '60', b: '' }).changes, new Map());
    assert.deepEqual(read({}).changes, new Map());
  });
});

describe('a round of standard setting', () => {
  const service = useService();
  let place: Place;
  let coordinator: Visitor;

  const enter = async (role: 'coordinator' | 'examAuthor' | 'examReviewer' | 'auditor') => {
    const words = { municipalityId: place.municipality.id, roles: [{ role }] };
    return service.signedInAs(await service.person(words));
  };
  beforeEach(async () => {
    place = await service.place({ items: { law: 2 } });
    coordinator = await enter('coordinator');
  });
  const read = async (visitor: Visitor, path = STANDARD) =>
    readable((await visitor.get(path)).text);

  /** Rates every item so, page after page. */
  async function rateAll(judge: Visitor, rating: string): Promise<void> {
    let path = `${STANDARD}/rate`;
    while (path.includes('/rate')) {
      const { action, fields } = formOn((await judge.get(path)).text, '/rate');
      for (const name of [...fields.keys()])
        if (name.startsWith('rating.')) fields.set(name, rating);
      const answer = await judge.post(action, fields);
      assert.equal(answer.status, 303);
      path = String(answer.headers['location']);
    }
  }
  async function close(reason = 'The panel of 2026.') {
    const { action, fields } = formOn((await coordinator.get(STANDARD)).text, '/close');
    fields.set('reason', reason);
    return coordinator.post(action, fields);
  }

  it('leads from the programme to the cut score that three judges set', async () => {
    const programme = await coordinator.get(`/administration/programmes/${PROGRAMME}`);
    assert.match(programme.text, new RegExp(`href="${STANDARD}"`));
    await coordinator.post(STANDARD).expect(303);
    const judges = [
      await enter('examAuthor'),
      await enter('examReviewer'),
      await enter('examReviewer'),
    ];
    for (const [index, judge] of judges.entries())
      await rateAll(judge, ['60', '70', '95'][index] ?? '');
    const open = await read(coordinator);
    const [, rated, total] = /Ingrid Lie: (\d+) av (\d+) oppgaver vurdert/.exec(open) ?? [];
    assert.equal(rated, total);
    assert.match((await close('')).text, /Skriv en begrunnelse/);
    const answer = await close();
    const result = readable((await coordinator.follow(answer)).text);
    assert.match(result, /75 % \(nøyaktig 75,0\)/);
    assert.match(result, /I gjennomsnitt 1,5 riktige av 2 oppgaver/);
    // The judges' own cuts are 60, 70 and 95; their deviation is 18.03.
    assert.match(result, /Standardfeil: 10,4 prosentpoeng/);
    assert.match(result, /Grensen som gjelder nå, er 85 %\. Panelet ber om mindre/);
    assert.match(result, /The panel of 2026\./);
    assert.match(result, /−22,5 Mild .*−7,5 Som de andre .*30,0 Streng/);
    assert.match(result, /60–95 3 Bør drøftes/);
    const entries = await service.stores.audit.entriesOf(place.municipality.id);
    const acts = entries.map(({ action }) => action).filter((one) => one.startsWith('standard.'));
    assert.deepEqual(
      [acts[0], acts[1], acts.at(-1)],
      ['standard.opened', 'standard.rated', 'standard.closed'],
    );
    const auditor = await enter('auditor');
    const told = await read(auditor, String(answer.headers['location']));
    assert.match(told, /75 %/);
    assert.doesNotMatch(told, /60–95/);
  });

  it('sets the cut of each form drawn once a version says so, and leaves out what was not rated', async () => {
    place = await service.place({ items: { law: 2 }, rules: { noCriticalWrong: false } });
    coordinator = await enter('coordinator');
    const { standardRounds: rounds, programmes } = service.stores;
    const { municipality, programme } = place;
    const live = await service.services.items.live(programme.bankId);
    const [unrated, ...rated] = live.filter(({ item }) => item.topic === 'law');
    assert.ok(unrated);
    const of = { municipalityId: municipality.id, programmeId: PROGRAMME };
    const round = { ...of, id: service.services.ids(), openedBy: 'a', openedAt: service.now() };
    await rounds.open({ ...round, ratings: new Map() });
    // On half of the items 30, on the others 45: two items ask for one right, whichever they are.
    for (const [index, judge] of ['a', 'b', 'c', 'd'].entries()) {
      const said = rated.map(({ item, version }, n) => {
        const key = itemKey(programme.bankId, item.id, version);
        return [key, (n % 2 === 0 ? 30 : 45) + (index % 2 === 0 ? -5 : 5)] as const;
      });
      await rounds.rate(round, judge, new Map(said));
    }
    await rounds.close(round, { by: 'a', at: service.now(), reason: 'Panel.' });

    const page = await coordinator.get(`${STANDARD}/rounds/${round.id}`);
    const href = `/administration/programmes/${PROGRAMME}/edit?round=${round.id}`;
    assert.ok(page.text.replaceAll('&#x3D;', '=').includes(`href="${href}"`));
    const { text } = await coordinator.get(href);
    const { action, fields } = formOn(text, '/edit');
    assert.equal(fields.get('standard.round'), round.id);
    assert.match(readable(text), /må 1 av 2 oppgaver være riktige/);
    assert.match(readable(text), new RegExp(`1 oppgave er i bruk.*${unrated.item.id}, versjon`));
    for (const [, name = '', value = ''] of text.matchAll(
      /<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g,
    ))
      fields.set(name, value);
    fields.set('reason', 'The panel has spoken.');
    fields.set('do', 'save');
    fields.set('standard.round', 'none');
    const refused = await coordinator.post(action, fields);
    assert.equal(refused.status, 422);
    assert.match(readable(refused.text), /Denne runden finnes ikke/);
    fields.set('standard.round', round.id);
    const published = await coordinator.post(action, fields);
    assert.equal(published.status, 303);
    const told = readable((await coordinator.follow(published)).text);
    assert.match(told, /Settes for hver prøve, etter panelet fra/);
    const inForce = await programmes.latest(municipality.id, PROGRAMME);
    assert.equal(inForce?.standard?.means.length, rated.length);

    const candidate = await service.candidate({ municipalityId: municipality.id });
    const begun = await service.begin(candidate);
    assert.equal(begun.frozen.standard?.roundId, round.id);
    assert.ok(begun.form.slots.every(({ mean }) => mean === 30 || mean === 45));
    const done = await handIn(service, begun, 'right', [1]);
    const { needed, right, passed } = done.result ?? {};
    assert.deepEqual([needed, right, passed], [1, 1, true]);
    const read = await service.services.records.read(municipality, done.id);
    assert.deepEqual(read?.reproduction, { kind: 'identical', assumed: 0 });
    assert.equal(read.scoredAgain, 'same');
    const t = service.services.texts('nb');
    const record = recordView(read, { t, locale: 'nb', demo: false, withKeys: true });
    const rule = record.rules.find(({ text }) => text.includes(round.id));
    assert.match(rule?.text ?? '', /^Satt for denne prøven av panelet fra 2\. november 2026/);
    assert.match(
      JSON.stringify(record.items),
      /av 100 som så vidt mestrer jobben, svarer (30|45),0/,
    );
    // Back to the percentage, by the same form.
    const again = formOn((await coordinator.get(action)).text, '/edit').fields;
    for (const [name, value] of fields) if (!again.has(name)) again.set(name, value);
    again.set('standard.round', '');
    again.set('do', 'save');
    again.set('reason', 'Back.');
    assert.equal((await coordinator.post(action, again)).status, 303);
    assert.equal((await programmes.latest(municipality.id, PROGRAMME))?.standard, undefined);
  });

  it('hides what others said until it is closed, and never changes afterwards', async () => {
    await coordinator.post(STANDARD).expect(303);
    await coordinator.post(STANDARD).expect(409);
    const [one, other] = [await enter('examAuthor'), await enter('examReviewer')];
    await rateAll(one, '37');
    const mine = formOn((await one.get(`${STANDARD}/rate`)).text, '/rate');
    assert.ok([...mine.fields.values()].includes('37'));
    const page = formOn((await other.get(`${STANDARD}/rate`)).text, '/rate');
    assert.ok(![...page.fields.values()].includes('37'));
    const [round] = await service.stores.standardRounds.of(place.municipality.id, PROGRAMME);
    assert.ok(round);
    await one.get(`${STANDARD}/rounds/${round.id}`).expect(404);
    await close();
    const refused = await other.post(page.action, page.fields);
    assert.equal(refused.status, 409);
    assert.match(readable(refused.text), /Runden er avsluttet, så ingenting ble lagret/);
    const result = await read(one, `${STANDARD}/rounds/${round.id}`);
    assert.match(result, /Ingen grense følger: \d+ oppgaver som kan trekkes/);
    await other.get(`${STANDARD}/rate`).expect(303);
    // A new one takes nothing from a page of the old one.
    await coordinator.post(STANDARD).expect(303);
    await other.post(page.action, page.fields).expect(409);
  });

  it('keeps nothing of a page on which one number is wrong, and says where', async () => {
    await coordinator.post(STANDARD).expect(303);
    const judge = await enter('examReviewer');
    const { action, fields } = formOn((await judge.get(`${STANDARD}/rate`)).text, '/rate');
    const [first = '', second = ''] = [...fields.keys()].filter((name) =>
      name.startsWith('rating.'),
    );
    fields.set(first, '80');
    fields.set(second, '101');
    const answer = await judge.post(action, fields);
    assert.equal(answer.status, 422);
    assert.match(headingOf(answer.text), /^Vurder oppgaver, side 1 av/);
    assert.match(readable(answer.text), /Ingenting er lagret ennå: 1 felt må rettes/);
    assert.match(answer.text, /value="101"[^>]*aria-invalid="true"/);
    const [round] = await service.stores.standardRounds.of(place.municipality.id, PROGRAMME);
    assert.equal(round?.ratings.size, 0);
  });

  it('asks again for what has changed since it was rated', async () => {
    await coordinator.post(STANDARD).expect(303);
    const judge = await service.person({
      municipalityId: place.municipality.id,
      roles: [{ role: 'examReviewer' }],
    });
    const visitor = await service.signedInAs(judge);
    const { fields } = formOn((await visitor.get(`${STANDARD}/rate`)).text, '/rate');
    const [first = ''] = [...fields.keys()].filter((name) => name.startsWith('rating.'));
    const [bank, item] = first.slice('rating.'.length).split('/');
    const [round] = await service.stores.standardRounds.of(place.municipality.id, PROGRAMME);
    assert.ok(round);
    await service.stores.standardRounds.rate(
      round,
      judge.id,
      new Map([[`${bank}/${item}/99`, 50]]),
    );
    assert.match(await read(visitor, `${STANDARD}/rate`), /Endret siden du vurderte den/);
  });
});
