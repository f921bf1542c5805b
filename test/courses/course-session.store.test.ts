import assert from 'node:assert/strict';
import type { CourseSession } from '../../server/courses/course.js';
import {
  createCourseSessionStore,
  type CourseSessionStore,
} from '../../server/courses/course-session.store.js';
import { useDatabase } from '../support/database.js';
import { atOnce } from '../support/sitting.js';

const startedAt = new Date('2026-11-02T08:00:00.000Z');
const later = new Date('2026-11-02T09:00:00.000Z');

let sessions = 0;

/** A session about to begin; each has its own person. */
function aSession(changes: Partial<CourseSession> = {}): CourseSession {
  sessions += 1;
  return {
    id: `session-${sessions}`,
    municipalityId: 'fjordby',
    personId: `learner-${sessions}`,
    courseId: 'course',
    courseVersion: 1,
    startedAt,
    lessons: {},
    ...changes,
  };
}

describe('the store of course sessions', () => {
  const database = useDatabase();
  let store: CourseSessionStore;

  before(async () => {
    store = createCourseSessionStore(database.connection());
    await store.ensureIndexes();
  });

  async function stored({ municipalityId, personId, courseId }: CourseSession) {
    return store.ofPerson(municipalityId, personId, courseId);
  }

  it('begins one session when ten tabs begin at once, and gives it to all of them', async () => {
    const { personId } = aSession();
    const opened = await atOnce(10, () => store.openOrBegin(aSession({ personId })));
    assert.equal(new Set(opened.map(({ id }) => id)).size, 1);
    assert.equal((await stored(aSession({ personId }))).length, 1);
  });

  it('is refused a second open session of a person by the database itself', async () => {
    const { personId } = await store.openOrBegin(aSession());
    await assert.rejects(store.put(aSession({ personId })), /E11000/);
    await store.put(aSession({ personId, completedAt: later }));
  });

  it('goes on with the open one, and begins another after it is completed', async () => {
    const first = await store.openOrBegin(aSession());
    const { personId } = first;
    assert.equal((await store.openOrBegin(aSession({ personId }))).id, first.id);
    await store.complete(first.id, [], later);
    const second = await store.openOrBegin(aSession({ personId, startedAt: later }));
    assert.deepEqual(
      (await stored(first)).map(({ id, completedAt }) => [id, completedAt]),
      [
        [second.id, undefined],
        [first.id, later],
      ],
    );
  });

  it('lets one person take two courses, and two people the same', async () => {
    const { personId, id } = await store.openOrBegin(aSession());
    assert.notEqual((await store.openOrBegin(aSession({ personId, courseId: 'other' }))).id, id);
    assert.notEqual((await store.openOrBegin(aSession())).id, id);
  });

  it('remembers when a lesson was first opened, and which was last', async () => {
    const session = await store.openOrBegin(aSession());
    await store.recordOpened(session.id, 'law', startedAt);
    await store.recordOpened(session.id, 'forms', later);
    await store.recordOpened(session.id, 'law', later);
    const [found] = await stored(session);
    assert.equal(found?.lastLessonId, 'law');
    assert.deepEqual(found.lessons['law'], { openedAt: startedAt, tries: 0 });
  });

  it('counts every try, and keeps the time of the first that passed', async () => {
    const session = await store.openOrBegin(aSession());
    await store.recordCheck(session.id, 'law', false, startedAt);
    await store.recordCheck(session.id, 'law', true, startedAt);
    await store.recordCheck(session.id, 'law', true, later);
    await store.recordCheck(session.id, 'law', false, later);
    assert.deepEqual((await stored(session))[0]?.lessons['law'], { passedAt: startedAt, tries: 4 });
  });

  it('completes only when every lesson is passed, and once', async () => {
    const session = await store.openOrBegin(aSession());
    await store.recordCheck(session.id, 'law', true, startedAt);
    await store.recordCheck(session.id, 'forms', false, startedAt);
    assert.equal(await store.complete(session.id, ['law', 'forms'], later), false);
    assert.equal((await stored(session))[0]?.completedAt, undefined);
    await store.recordCheck(session.id, 'forms', true, startedAt);
    const outcomes = await atOnce(10, () => store.complete(session.id, ['law', 'forms'], later));
    assert.deepEqual(outcomes.filter(Boolean), [true]);
    assert.deepEqual((await stored(session))[0]?.completedAt, later);
  });

  it('changes nothing in a completed session', async () => {
    const session = await store.openOrBegin(aSession());
    await store.recordCheck(session.id, 'law', true, startedAt);
    await store.complete(session.id, ['law'], startedAt);
    const before = await stored(session);
    await store.recordOpened(session.id, 'law', later);
    await store.recordCheck(session.id, 'law', false, later);
    assert.deepEqual(await stored(session), before);
  });

  it('tells nothing of another municipality', async () => {
    const { personId } = await store.openOrBegin(aSession());
    assert.deepEqual(await store.ofPerson('sundby', personId, 'course'), []);
    assert.deepEqual(await store.ofPeople('sundby', [personId]), []);
    assert.equal((await store.ofPeople('fjordby', [personId])).length, 1);
  });
});
