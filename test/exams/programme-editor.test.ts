import assert from 'node:assert/strict';
import { bankOf, standingResult } from '../../server/attempts/attempt.js';
import { drawForm } from '../../server/exams/draw-form.rules.js';
import { banksOf, formLength, type Programme } from '../../server/exams/programme.js';
import { aWrittenBank } from '../item-banks/a-written-bank.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { formOn, readable } from '../support/a-page.js';
import { useService, type Place } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

const EDIT = `/administration/programmes/${PROGRAMME}/edit`;

describe('a new version of a programme', () => {
  const service = useService();
  let place: Place;
  let author: Visitor;

  const enter = async (municipalityId: string): Promise<Visitor> => {
    const words = { municipalityId, roles: [{ role: 'examAuthor' }] as const };
    return service.signedInAs(await service.person(words));
  };
  beforeEach(async () => {
    place = await service.place({ items: { law: 2, checks: 2, calculation: 2 } });
    author = await enter(place.municipality.id);
  });

  /** The editor's fields as a browser would send them. */
  async function opened(visitor = author): Promise<URLSearchParams> {
    const { text } = await visitor.get(EDIT);
    const { fields } = formOn(text, '/edit');
    for (const [, name = '', value = ''] of text.matchAll(
      /<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g,
    ))
      fields.set(name, value);
    return fields;
  }
  const send = (fields: URLSearchParams, button: string, visitor = author) => {
    fields.set('do', button);
    return visitor.post(EDIT, fields);
  };
  const inForce = async (): Promise<Programme> => {
    const [newest] = await service.stores.programmes.versionsOf(place.municipality.id, PROGRAMME);
    assert.ok(newest);
    return newest;
  };

  it('is put into force with a reason, and the old one stays as it was', async () => {
    const fields = await opened();
    fields.set('rules.cutScorePercent', '90');
    fields.set('sections.law.quota', '3');
    fields.set('reason', 'The circular of 2025.');
    const answer = await send(fields, 'save');
    assert.equal(answer.status, 303);
    const text = readable((await author.follow(answer)).text);
    assert.match(text, /Versjon 2 gjelder fra nå.*The circular of 2025\./);
    const now = await inForce();
    assert.equal(now.rules.cutScorePercent, 90);
    assert.equal(now.specification.sections[0]?.quota, 3);
    assert.deepEqual({ ...now.rules, cutScorePercent: 85 }, place.programme.rules);
    const old = await service.stores.programmes.version(place.municipality.id, PROGRAMME, 1);
    assert.deepEqual(old, place.programme);
    const [entry] = (await service.stores.audit.entriesOf(place.municipality.id)).slice(-1);
    assert.equal(entry?.action, 'programme.published');
  });

  it('is not made without a reason, nor when nothing has changed', async () => {
    const fields = await opened();
    assert.match((await send(fields, 'save')).text, /Ingenting er endret/);
    fields.set('rules.minutes', '45');
    const answer = await send(fields, 'save');
    assert.equal(answer.status, 422);
    assert.match(answer.text, /skriv en begrunnelse/);
    assert.equal((await inForce()).version, 1);
  });

  it('is refused while the banks cannot fill it, and says which section lacks how many', async () => {
    const fields = await opened();
    fields.set('sections.law.quota', '60');
    fields.set('reason', 'Longer.');
    const answer = await send(fields, 'save');
    assert.equal(answer.status, 422);
    assert.match(readable(answer.text), /for få oppgaver i bruk.* mangler \d\d/);
    assert.equal((await inForce()).version, 1);
  });

  it('says at each field what is wrong, and keeps what was typed', async () => {
    const fields = await opened();
    fields.set('rules.minutes', 'an hour');
    fields.set('rules.reminderDays', '30, soon');
    fields.delete('sections.law.topics');
    fields.set('sections.checks.criticalAtLeast', '7');
    const { status, text } = await send(fields, 'save');
    assert.equal(status, 422);
    assert.match(readable(text), /4 felter må rettes/);
    assert.match(text, /value="an hour"[^>]*aria-invalid="true"/);
    assert.match(readable(text), /Huk av minst ett tema/);
    assert.match(readable(text), /fra 0 til 2/);
  });

  it('takes no topic twice: an item could be on a form twice', async () => {
    const fields = await opened();
    fields.append('sections.law.topics', 'checks');
    assert.match(readable((await send(fields, 'check')).text), /Temaet checks er i en annen del/);
  });

  it('of two authors at once is made by the first; the second is shown it and may go on', async () => {
    const [mine, theirs] = [await opened(), await opened()];
    theirs.set('rules.minutes', '50');
    theirs.set('reason', 'Theirs.');
    assert.equal((await send(theirs, 'save', await enter(place.municipality.id))).status, 303);
    mine.set('rules.minutes', '40');
    mine.set('reason', 'Mine.');
    const answer = await send(mine, 'save');
    assert.equal(answer.status, 409);
    assert.match(readable(answer.text), /noen andre tok i bruk en ny versjon.*Theirs\./);
    assert.equal((await inForce()).rules.minutes, 50);
    mine.set('revision', '2');
    assert.equal((await send(mine, 'save')).status, 303);
    const { version, rules } = await inForce();
    assert.deepEqual([version, rules.minutes], [3, 40]);
  });

  it('is judged while it is written, and its forms are shown, with nothing saved', async () => {
    const fields = await opened();
    fields.set('sections.law.quota', '4');
    assert.match(readable((await send(fields, 'check')).text), /prøve med 8 oppgaver/);
    const form = await send(fields, 'form.3');
    assert.equal(form.text.match(/class="item /g)?.length, 8);
    const { fields: next } = formOn(form.text, '/edit');
    assert.equal(next.get('sections.law.quota'), '4');
    // What the page holds asks for another form of the same draft.
    const other = await send(next, 'form.4');
    assert.equal(other.text.match(/class="item /g)?.length, 8);
    assert.equal((await inForce()).version, 1);
  });

  it('gains, moves and loses sections by buttons', async () => {
    const added = await send(await opened(), 'add.sections');
    assert.equal(
      formOn(added.text, '/edit').fields.get('sections'),
      'law checks calculation section-1',
    );
    const moved = await send(await opened(), 'down.sections.law');
    assert.equal(formOn(moved.text, '/edit').fields.get('sections'), 'checks law calculation');
    const removed = await send(await opened(), 'remove.sections.checks');
    assert.equal(formOn(removed.text, '/edit').fields.get('sections'), 'law calculation');
  });

  it('says what candidates may calculate with, and whether they may stop the clock', async () => {
    const fields = await opened();
    assert.equal(fields.get('rules.calculator'), 'onScreen');
    fields.set('rules.calculator', 'none');
    fields.delete('rules.supervision.interruptions');
    fields.set('reason', 'Stricter.');
    assert.equal((await send(fields, 'save')).status, 303);
    const { rules } = await inForce();
    const supervision = { ...place.programme.rules.supervision, interruptions: false };
    assert.deepEqual([rules.calculator, rules.supervision], ['none', supervision]);
  });

  it('may be the first one of a new programme, a copy or begun from a bank', async () => {
    const path = '/administration/programmes/new';
    const page = await author.get(path);
    assert.match(readable(page.text), /Ingenting er lagret før du tar det i bruk/);
    const begun = async (query: string): Promise<[string, URLSearchParams]> => {
      const { text } = await author.get(`${path}?${query}`);
      const { action, fields } = formOn(text, query);
      for (const [, name = '', value = ''] of text.matchAll(
        /<textarea[^>]*name="([^"]+)"[^>]*>\n?([^<]*)<\/textarea>/g,
      ))
        fields.set(name, value);
      fields.set('do', 'save');
      fields.set('reason', 'For home care.');
      return [action, fields];
    };
    const [action, copy] = await begun(`from=${PROGRAMME}`);
    for (const [id, problem] of [
      ['Home care', /små bokstaver a–z/],
      ['new', /små bokstaver a–z/],
      [PROGRAMME, /Et annet program i kommunen heter dette/],
    ] as const) {
      copy.set('main.id', id);
      const answer = await author.post(action, copy);
      assert.equal(answer.status, 422);
      assert.match(readable(answer.text), problem);
    }
    copy.set('main.id', 'home-care');
    const answer = await author.post(action, copy);
    assert.equal(answer.headers['location'], '/administration/programmes/home-care?published=1');
    const told = readable((await author.follow(answer)).text);
    assert.match(told, /Ingen må ta prøven før en regel sier hvem/);
    const { id: municipalityId } = place.municipality;
    const made = await service.stores.programmes.latest(municipalityId, 'home-care');
    const { published, ...content } = made ?? assert.fail();
    assert.deepEqual(content, { ...place.programme, id: 'home-care' });
    assert.equal(published?.reason, 'For home care.');
    // Sent again by another tab, it makes no second version.
    assert.equal((await author.post(action, copy)).status, 422);

    const [other, empty] = await begun(`bank=${PROGRAMME}`);
    empty.set('main.id', 'from-nothing');
    assert.match(readable((await author.post(other, empty)).text), /Skriv det på minst ett språk/);
    empty.set('titles.nb', 'Fra ingenting');
    empty.set('statement.nb', 'har bestått.');
    assert.equal((await author.post(other, empty)).status, 303);
    const first = await service.stores.programmes.latest(municipalityId, 'from-nothing');
    assert.deepEqual([first?.version, formLength(first?.specification ?? assert.fail())], [1, 20]);
    assert.equal((await author.get(`${path}?from=none`)).status, 404);
  });

  it('is nobody’s of another municipality', async () => {
    const stranger = await enter('fjordby');
    const fields = await opened();
    fields.set('rules.minutes', '5');
    fields.set('reason', 'Mischief.');
    await send(fields, 'save', stranger);
    assert.equal((await inForce()).version, 1);
  });

  describe('with a local supplement', () => {
    it('divides 80 to 20, and everything that follows knows of both banks', async () => {
      const local = await aWrittenBank(service, 1);
      for (const id of ['law-001', 'two', 'three'])
        await local.bring(aSingleChoice({ id, topic: 'law', critical: false }), 'live');
      const { municipalityId } = local;
      const core = { ...place.programme, municipalityId, version: 2 };
      const sections = core.specification.sections.map((one) => ({
        ...one,
        quota: 4,
        criticalAtLeast: 0,
      }));
      await service.stores.programmes.add({ ...core, specification: { sections } });
      const visitor = await enter(municipalityId);
      const fields = await opened(visitor);
      fields.set('supplementBank', local.bankId);
      fields.set('supplementPercent', '20');
      const page = await send(fields, 'supplement', visitor);
      assert.match(readable(page.text), /kjerne 10 oppgaver, lokalt tillegg 2 \(17/);

      const made = formOn(page.text, '/edit').fields;
      for (const [name, value] of fields) if (!made.has(name)) made.set(name, value);
      made.set('sections.local-1.titles.nb', 'Egen');
      made.set('reason', 'Our own routines.');
      assert.equal((await send(made, 'save', visitor)).status, 303);
      const programme = await service.stores.programmes.latest(municipalityId, PROGRAMME);
      assert.ok(programme);
      assert.deepEqual(banksOf(programme), [PROGRAMME, local.bankId]);
      assert.equal(formLength(programme.specification), 12);

      const attempt = await service.begin(await service.candidate({ municipalityId }));
      const ours = attempt.form.slots.filter(
        (slot) => bankOf(attempt.frozen, slot) === local.bankId,
      );
      assert.equal(ours.length, 2);
      const { items } = service.services;
      const again = drawForm({
        specification: attempt.frozen.specification,
        country: 'NO',
        items: await items.live(PROGRAMME),
        supplements: new Map([[local.bankId, await items.live(local.bankId)]]),
        seed: attempt.form.seed,
        seen: new Set(),
      });
      assert.deepEqual(again.form, attempt.form);

      const done = await handIn(service, attempt, 'right');
      assert.equal(standingResult(done)?.right, 12);
      await service.services.analysis.refresh(municipalityId);
      const standings = await service.stores.itemStandings.ofBank(municipalityId, local.bankId);
      assert.deepEqual(
        standings.map(({ itemId }) => itemId).sort(),
        ours.map(({ itemId }) => itemId).sort(),
      );
      const [whole] =
        (await service.stores.itemStandings.bank(municipalityId, PROGRAMME))?.programmes ?? [];
      assert.equal(whole?.items, 12);
      const [slot] = ours;
      assert.ok(slot);
      const period = { from: new Date(0), until: new Date('2030-01-01') };
      const met = (bankId: string) =>
        service.stores.attempts.metIn(municipalityId, bankId, slot, period);
      assert.deepEqual(await met(local.bankId), [attempt.id]);
      const of = { programmeId: PROGRAMME, bankId: PROGRAMME };
      const seen = await service.stores.attempts.itemsSeenBy(attempt.personId, of);
      assert.ok(seen.has(`${local.bankId}/${slot.itemId}`));
      const record = await service.services.records.read(
        { ...place.municipality, id: municipalityId },
        attempt.id,
      );
      assert.equal(record?.reproduction.kind, 'identical');

      await local.bring(aSingleChoice({ id: 'ours', topic: 'law', pool: 'practice' }), 'live');
      const person = await service.person({ municipalityId });
      const trainee = await service.signedInAs(person);
      const practice = `/programmes/${PROGRAMME}/practice`;
      const overview = await trainee.get(practice);
      const topic = `${local.bankId}/law`;
      assert.match(overview.text, new RegExp(`name="topic" value="${topic}"`));
      const begun = await trainee.post(`${practice}/sets`, { topic });
      const address = String(begun.headers['location']);
      assert.match(address, /sets\/.*\/1$/);
      const asked = formOn((await trainee.get(address)).text, address);
      asked.fields.set('r0', '0');
      asked.fields.set('sure', 'yes');
      assert.equal((await trainee.post(address, asked.fields)).status, 303);
      const key = { municipalityId, personId: person.id, bankId: PROGRAMME };
      const { items: practised } = await service.stores.practice.find(key);
      assert.deepEqual(Object.keys(practised), [`${local.bankId}/ours`]);
    });
  });
});
