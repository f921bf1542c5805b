import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Course, CourseSession } from '../../server/courses/course.js';
import {
  courseEvidence,
  isFresh,
  lessonsLeft,
  nextLesson,
} from '../../server/courses/course.rules.js';
import { readCourse } from '../../server/courses/read-course.js';
import {
  openLesson,
  recordCheck,
  takeCourseAgain,
} from '../../server/courses/record-completion.js';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { fillIn, formOn, headingOf, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';

const passedAt = new Date('2026-10-01T10:00:00Z');

function aCourse(...ids: string[]): Course {
  const lessons = ids.map((id) => ({
    id,
    titles: { nb: id },
    minutes: 5,
    html: { nb: '' },
    check: [],
  }));
  return { id: 'course', version: 1, titles: { nb: 'Course' }, lessons };
}

function aSession(changes: Partial<CourseSession> = {}): CourseSession {
  return {
    id: 'session',
    municipalityId: 'fjordby',
    personId: 'person',
    courseId: 'course',
    courseVersion: 1,
    startedAt: passedAt,
    lessons: {},
    ...changes,
  };
}

describe('where a person is in a course', () => {
  const course = aCourse('a', 'b', 'c');
  const passed = { openedAt: passedAt, passedAt, tries: 1 };

  it('is the first lesson that is left, when nothing was opened', () => {
    assert.equal(nextLesson(course, undefined)?.id, 'a');
    assert.equal(nextLesson(course, aSession({ lessons: { a: passed } }))?.id, 'b');
  });

  it('is the lesson last open, while it is not passed', () => {
    const session = aSession({
      lessons: { c: { openedAt: passedAt, tries: 0 } },
      lastLessonId: 'c',
    });
    assert.equal(nextLesson(course, session)?.id, 'c');
    assert.equal(nextLesson(course, { ...session, lessons: { c: passed } })?.id, 'a');
  });

  it('is nowhere when all are passed', () => {
    const session = aSession({ lessons: { a: passed, b: passed, c: passed } });
    assert.deepEqual([lessonsLeft(course, session), nextLesson(course, session)], [[], undefined]);
  });
});

describe('a completed course as evidence', () => {
  const oslo = 'Europe/Oslo';

  it('counts up to and with the same day so many months on', () => {
    assert.equal(isFresh(passedAt, 3, plainDate('2027-01-01'), oslo), true);
    assert.equal(isFresh(passedAt, 3, plainDate('2027-01-02'), oslo), false);
  });

  it('goes by the date in the municipality', () => {
    const lateEvening = new Date('2026-09-30T22:30:00Z');
    assert.equal(isFresh(lateEvening, 3, plainDate('2027-01-01'), oslo), true);
  });

  const held = { maxAgeMonths: 3, day: plainDate('2026-11-01'), timeZone: oslo };
  it('is good when one completion is fresh, whatever was begun since', () => {
    const sessions = [
      aSession({ startedAt: new Date('2026-10-20T10:00:00Z') }),
      aSession({ completedAt: passedAt }),
    ];
    assert.deepEqual(courseEvidence(aCourse('a'), sessions, held), { state: 'completed' });
  });

  it('is too old, until the course is begun again', () => {
    const old = aSession({ completedAt: new Date('2026-01-01T10:00:00Z'), startedAt: new Date(0) });
    assert.deepEqual(courseEvidence(aCourse('a'), [old], held), { state: 'tooOld' });
    assert.deepEqual(courseEvidence(aCourse('a'), [old, aSession()], held), {
      state: 'open',
      lessonsLeft: 1,
    });
  });
});

describe('reading a course', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-course-'));
    await mkdir(join(folder, '01-a'));
    await writeFile(
      join(folder, 'course.yaml'),
      'id: c\nversion: 1\ntitles: {nb: C}\napproval: x\nlessons:\n  - {id: a, folder: 01-a, minutes: 5, titles: {nb: A}}\n',
    );
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('names file and fault for what an author must mend', async () => {
    await writeFile(join(folder, '01-a', 'nb.md'), 'Se ![et bilde](borte.svg).\n');
    await writeFile(join(folder, '01-a', 'check.yaml'), 'items: []\n');
    const { problems } = await readCourse(folder);
    assert.deepEqual(
      problems.map(({ file, message }) => `${file}: ${message}`),
      [
        'course/01-a/nb.md: the figure borte.svg is not in the folder',
        'course/01-a/check.yaml: has 0 check questions, at least 3 are needed',
      ],
    );
  });

  it('shows HTML in a lesson as text', async () => {
    await writeFile(
      join(folder, '01-a', 'nb.md'),
      'Hei <script>alert(1)</script> [lenke](javascript:alert(1)) ![x](javascript:1)\n',
    );
    const { course } = await readCourse(folder);
    const html = course?.lessons[0]?.html.nb ?? '';
    assert.doesNotMatch(html, /<script|href="javascript|src="javascript/);
    assert.match(html, /&lt;script&gt;/);
  });
});

describe('taking the course', () => {
  const service = useService();
  const learner = { municipalityId: 'fjordby', personId: 'learner' };
  const deps = () => ({ ...service.services.course, catalogue: service.services.courses });
  const course = (): Course => {
    const found = service.services.courses.find(PROGRAMME);
    assert.ok(found);
    return found;
  };
  const pass = async (personId: string, lessonId: string) => {
    const who = { ...learner, personId };
    const { questions } = await openLesson(deps())(who, PROGRAMME, lessonId);
    const right = questions.map(({ item, drawn }) => rightResponse(item, drawn));
    return recordCheck(deps())(who, PROGRAMME, lessonId, right);
  };

  it('shares one session between two tabs that begin at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 5 }, () => openLesson(deps())(learner, PROGRAMME, 'law')),
    );
    assert.equal(new Set(opened.map(({ session }) => session.id)).size, 1);
  });

  it('passes a lesson when every response is right, and lets a wrong one be tried again', async () => {
    const who = { ...learner, personId: 'tries' };
    const { questions } = await openLesson(deps())(who, PROGRAMME, 'law');
    const wrong = questions.map(({ item, drawn }) => wrongResponse(item, drawn));
    const first = await recordCheck(deps())(who, PROGRAMME, 'law', wrong);
    const second = await pass('tries', 'law');
    assert.deepEqual([first.passed, second.passed, second.completed], [false, true, false]);
    const [session] = await service.stores.courseSessions.ofPerson('fjordby', 'tries', PROGRAMME);
    assert.equal(session?.lessons['law']?.tries, 2);
  });

  it('completes once, with the last lesson, also when its check arrives twice at once', async () => {
    const ids = course().lessons.map(({ id }) => id);
    const last = ids.pop() ?? '';
    for (const id of ids) await pass('finisher', id);
    const outcomes = await Promise.all([pass('finisher', last), pass('finisher', last)]);
    assert.equal(outcomes.filter(({ completed }) => completed).length, 1);
    const trail = await service.stores.audit.entriesOf('fjordby');
    const entries = trail.filter(
      ({ actor, action }) => actor === 'finisher' && action === 'course.completed',
    );
    assert.equal(entries.length, 1);
  });

  it('keeps the completed session when the course is taken again', async () => {
    const before = await service.stores.courseSessions.ofPerson('fjordby', 'finisher', PROGRAMME);
    service.pass(60);
    await takeCourseAgain(deps())({ ...learner, personId: 'finisher' }, PROGRAMME);
    const after = await service.stores.courseSessions.ofPerson('fjordby', 'finisher', PROGRAMME);
    assert.deepEqual(after.slice(1), before);
    assert.equal(after[0]?.completedAt, undefined);
  });

  it('works as plain pages: read, answer, see why, go on', async () => {
    const person = await service.person();
    const visitor = await service.signedInAs(person);
    const page = await visitor.get(`/courses/${PROGRAMME}/lessons/law`);
    assert.equal(headingOf(page.text), 'Lovverk og ansvar');
    const form = formOn(page.text, '/check');
    const answer = await visitor.post(form.action, form.fields);
    assert.match(readable(answer.text), /ikke riktige ennå/);

    const { questions } = await openLesson(deps())(
      { municipalityId: 'fjordby', personId: person.id },
      PROGRAMME,
      'law',
    );
    for (const [index, { item, drawn }] of questions.entries())
      fillIn(form.fields, `r${index}`, rightResponse(item, drawn));
    const done = await visitor.post(form.action, form.fields);
    assert.match(readable(done.text), /Leksjonen er bestått/);
  });

  it('shows figures to those who are signed in only', async () => {
    const visitor = await service.signedInAs(await service.person());
    const { text } = await visitor.get(`/courses/${PROGRAMME}/lessons/law`);
    const figure = /src="(\/courses\/[^"]+\.svg)"/.exec(text)?.[1] ?? '';
    assert.equal((await visitor.get(figure)).status, 200);
    assert.notEqual((await service.anyone().get(figure)).status, 200);
    const outside = figure.replace(/[^/]+\.svg$/, '..%2f..%2fpackage.json');
    assert.notEqual((await visitor.get(outside)).status, 200);
  });
});
