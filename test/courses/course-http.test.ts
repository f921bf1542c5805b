import assert from 'node:assert/strict';
import type { Course } from '../../server/courses/course.js';
import { openLesson, recordCheck } from '../../server/courses/record-completion.js';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import type { Person } from '../../server/organisation/person.js';
import { LOCALES } from '../../server/platform/locale.js';
import { buttonsOn, fillIn, formOn, hasForm, headingOf, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { texts } from '../support/rendered.js';
import { PROGRAMME } from '../support/some-staff.js';
import { atOnce } from '../support/sitting.js';
import { locationOf, type Visitor } from '../support/visitor.js';

const COURSE = `/courses/${PROGRAMME}`;
const MONTHS = 30 * 24 * 60;

describe('the e-learning course', () => {
  const service = useService();
  let person: Person;
  let visitor: Visitor;

  beforeEach(async () => {
    person = await service.person();
    visitor = await service.signedInAs(person);
  });

  const course = (): Course => {
    const found = service.services.courses.find(PROGRAMME);
    assert.ok(found);
    return found;
  };
  const learner = () => ({ municipalityId: person.municipalityId, personId: person.id });
  const sessions = () =>
    service.stores.courseSessions.ofPerson(person.municipalityId, person.id, PROGRAMME);

  /** Hands in the check of a lesson by its form, all right or all wrong. */
  async function handIn(lessonId: string, all: 'right' | 'wrong', by = visitor) {
    const page = await by.get(`${COURSE}/lessons/${lessonId}`);
    const { action, fields } = formOn(page.text, '/check');
    const { questions } = await openLesson(service.services.course)(learner(), PROGRAMME, lessonId);
    for (const [index, { item, drawn }] of questions.entries())
      fillIn(
        fields,
        `r${index}`,
        all === 'right' ? rightResponse(item, drawn) : wrongResponse(item, drawn),
      );
    return by.post(action, fields);
  }
  /** Passes these lessons without a browser. */
  async function pass(lessonIds: readonly string[]): Promise<boolean[]> {
    const completed: boolean[] = [];
    for (const id of lessonIds) {
      const { questions } = await openLesson(service.services.course)(learner(), PROGRAMME, id);
      const right = questions.map(({ item, drawn }) => rightResponse(item, drawn));
      const outcome = await recordCheck(service.services.course)(learner(), PROGRAMME, id, right);
      completed.push(outcome.completed);
    }
    return completed;
  }
  async function completions(): Promise<number> {
    const entries = await service.stores.audit.entriesOf(person.municipalityId);
    return entries.filter(
      ({ actor, action }) => actor === person.id && action === 'course.completed',
    ).length;
  }

  it('has eleven lessons, and one way on', async () => {
    const page = await visitor.get(COURSE);
    assert.equal(headingOf(page.text), 'Legemiddelhåndtering');
    assert.match(readable(page.text), /0 av 11 leksjoner er bestått/);
    assert.deepEqual(buttonsOn(page.text), [
      { text: 'Begynn på kurset', href: `${COURSE}/lessons/law` },
    ]);
  });

  it('goes on where one stopped, on another device too', async () => {
    await visitor.get(`${COURSE}/lessons/forms`);
    const phone = await service.signedInAs(person);
    const page = await phone.get(COURSE);
    assert.deepEqual(
      buttonsOn(page.text).map(({ href }) => href),
      [`${COURSE}/lessons/forms`],
    );
    assert.match(readable(page.text), /Påbegynt/);
  });

  it('asks the same at every visit, so that a page and its answer belong together', async () => {
    const first = formOn((await visitor.get(`${COURSE}/lessons/calculation`)).text, '/check');
    const again = formOn((await visitor.get(`${COURSE}/lessons/calculation`)).text, '/check');
    assert.deepEqual(again, first);
  });

  it('tells what happened when a number is ten times too large, and how to work it out', async () => {
    for (const [language, said, heading] of [
      ['nb', 'Svaret ditt er ti ganger for stort.', 'Slik regner du'],
      ['en', 'Your answer is ten times too large.', 'How to work it out'],
    ] as const) {
      visitor.setCookie('locale', language);
      const page = readable((await handIn('calculation', 'wrong')).text);
      assert.ok(page.includes(said), `${said} in ${page}`);
      assert.ok(page.includes(heading));
    }
  });

  it('says what was wrong and why, and lets one try again until it is right', async () => {
    const wrong = await handIn('law', 'wrong');
    assert.match(readable(wrong.text), /svar er ikke riktige ennå/);
    assert.match(readable(wrong.text), /Ikke riktig ennå\. \S+/);
    assert.deepEqual(buttonsOn(wrong.text), [
      { text: 'Les leksjonen igjen', href: `${COURSE}/lessons/law` },
    ]);
    const right = await handIn('law', 'right');
    assert.match(readable(right.text), /Leksjonen er bestått/);
    assert.match(buttonsOn(right.text)[0]?.text ?? '', /^Neste leksjon: /);
    assert.equal((await sessions())[0]?.lessons['law']?.tries, 2);
  });

  it('says so when nothing was responded, and tells no reason then', async () => {
    const { action, fields } = formOn((await visitor.get(`${COURSE}/lessons/law`)).text, '/check');
    const { text } = await visitor.post(action, fields);
    assert.match(readable(text), /Ikke besvart\./);
    const { questions } = await openLesson(service.services.course)(learner(), PROGRAMME, 'law');
    for (const { item } of questions)
      assert.ok(!readable(text).includes(item.texts.nb?.rationale.slice(0, 30) ?? '?'));
  });

  it('is completed by the last check, which leads to the exam', async () => {
    const ids = course().lessons.map(({ id }) => id);
    await pass(ids.slice(0, -1));
    assert.equal((await sessions())[0]?.completedAt, undefined);
    const page = await handIn(ids.at(-1) ?? '', 'right');
    assert.match(readable(page.text), /hele kurset fullført/);
    assert.equal(buttonsOn(page.text)[0]?.href, `/programmes/${PROGRAMME}/exam`);
    assert.deepEqual((await sessions())[0]?.completedAt, service.now());
    assert.equal(await completions(), 1);
  });

  it('is completed once when the last check arrives twice at once', async () => {
    const ids = course().lessons.map(({ id }) => id);
    await pass(ids.slice(0, -1));
    const outcomes = (await atOnce(2, () => pass(ids.slice(-1)))).flat();
    assert.deepEqual(outcomes.filter(Boolean), [true]);
    assert.equal(await completions(), 1);
  });

  it('is completed also when the last two lessons are passed at once, in two tabs', async () => {
    for (let round = 0; round < 3; round += 1) {
      person = await service.person();
      const ids = course().lessons.map(({ id }) => id);
      await pass(ids.slice(0, -2));
      const outcomes = await Promise.all(ids.slice(-2).map((id) => pass([id])));
      assert.deepEqual(outcomes.flat().filter(Boolean), [true]);
      assert.ok((await sessions())[0]?.completedAt);
      assert.equal(await completions(), 1);
    }
  });

  it('is completed at the next visit when a crash came between the last check and that', async () => {
    const { id } = (await openLesson(service.services.course)(learner(), PROGRAMME, 'law')).session;
    for (const lesson of course().lessons)
      await service.stores.courseSessions.recordCheck(id, lesson.id, true, service.now());
    await visitor.get(`${COURSE}/lessons/law`);
    assert.ok((await sessions())[0]?.completedAt);
    assert.equal(await completions(), 1);
  });

  it('stays open to read when it is completed, and counts no more', async () => {
    await pass(course().lessons.map(({ id }) => id));
    const before = await sessions();
    const page = await handIn('law', 'wrong');
    assert.equal(page.status, 200);
    assert.deepEqual(await sessions(), before);
  });

  it('can be taken again when it is too old; the old one stays', async () => {
    await service.completedCourse(person);
    service.pass(13 * MONTHS);
    visitor = await service.signedInAs(person);
    const page = await visitor.get(COURSE);
    assert.match(readable(page.text), /for lenge siden du fullførte kurset/);
    assert.deepEqual(buttonsOn(page.text), []);
    const answer = await visitor.post(formOn(page.text, '/again').action);
    assert.equal(locationOf(answer), COURSE);
    const begun = await visitor.follow(answer);
    assert.match(readable(begun.text), /0 av 11 leksjoner/);
    assert.equal(hasForm(begun.text, '/again'), false);
    assert.deepEqual(
      (await sessions()).map(({ completedAt }) => completedAt !== undefined),
      [false, true],
    );
  });

  for (const [what, path] of [
    ['a course', '/courses/nothing'],
    ['a lesson', `${COURSE}/lessons/nothing`],
    ['a figure', `${COURSE}/lessons/law/figures/nothing.svg`],
  ] as const)
    it(`does not find ${what} that there is not`, async () => {
      assert.equal((await visitor.get(path)).status, 404);
    });

  it('begins nothing for a lesson that there is not', async () => {
    await visitor.get(`${COURSE}/lessons/nothing`);
    assert.equal((await visitor.post(`${COURSE}/lessons/nothing/check`)).status, 404);
    assert.deepEqual(await sessions(), []);
  });

  it('takes fields that make no sense as not responded', async () => {
    const fields = {
      'r0.kind': 'chosen',
      r0: 'x',
      'r1.kind': 'nothing',
      'lessons.law.passedAt': '1',
    };
    const answer = await visitor.post(`${COURSE}/lessons/law/check`, fields);
    assert.equal(answer.status, 200);
    assert.equal((await sessions())[0]?.lessons['law']?.passedAt, undefined);
  });

  it('serves a figure as a picture that can run nothing', async () => {
    const { headers } = await visitor.get(`${COURSE}/lessons/law/figures/roles.svg`);
    const answer = headers as Record<string, string>;
    assert.match(answer['content-type'] ?? '', /^image\/svg\+xml/);
    assert.match(answer['content-security-policy'] ?? '', /script-src 'self'/);
    assert.match(answer['cache-control'] ?? '', /^private/);
  });

  for (const locale of LOCALES)
    it(`is shown in ${locale}, in the language there is`, async () => {
      visitor.setCookie('locale', locale);
      const t = texts(locale);
      const front = await visitor.get(COURSE);
      assert.ok(readable(front.text).includes(t('course.begin')));
      const lesson = await visitor.get(`${COURSE}/lessons/law`);
      const shown = locale === 'sv' ? 'sv' : 'nb';
      assert.match(lesson.text, new RegExp(`<article[^>]* lang="${shown}"`));
      const note = t('course.otherLanguage', { language: t(`course.language.${shown}`) });
      assert.equal(readable(lesson.text).includes(note), shown !== locale);
      assert.ok(readable(lesson.text).includes(t('course.handIn')));
    });
});
