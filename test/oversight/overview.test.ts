import { deepEqual, equal } from 'node:assert/strict';
import { createAccommodationStore } from '../../server/attempts/accommodations/accommodation.store.js';
import { createExamWindowStore } from '../../server/attempts/windows/exam-window.store.js';
import { standingOf } from '../../server/attempts/gate.js';
import { overviewOf } from '../../server/oversight/overview.js';
import { filtersFrom } from '../../server/oversight/filters.js';
import { aCourse, aMunicipality, now, today } from './a-care-service.js';
import { oversightStores } from './oversight-app.js';
import { seedTwoMunicipalities } from './two-municipalities.js';
import { useDatabase } from '../support/database.js';

const courses = { find: () => aCourse, all: () => [], figure: () => undefined };
const scope = { allowed: true, municipalityId: 'fjordby', units: 'all' } as const;

describe('The overview and the database', () => {
  const database = useDatabase();

  it('agrees with the door to the exam about everyone, and asks six times for all of them', async () => {
    const stores = oversightStores(database.connection());
    await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));
    await seedTwoMunicipalities(stores);
    const accommodations = createAccommodationStore(database.connection());
    const examWindows = createExamWindowStore(database.connection());
    const deps = { ...stores, accommodations, examWindows, courses, clock: () => now };

    const asked: string[] = [];
    database.connection().set('debug', (collection: string, method: string) => {
      asked.push(`${collection}.${method}`);
    });
    const request = { scope, filters: filtersFrom({}), today, municipality: aMunicipality() };
    const { rows } = await overviewOf(deps)(request);
    database.connection().set('debug', false);
    deepEqual(asked.sort(), [
      'attempts.find',
      'certificates.find',
      'courseSessions.find',
      'people.find',
      'programmes.find',
      'units.find',
    ]);

    equal(rows.length, 10);
    for (const { person, programme, next } of rows) {
      const { decision } = await standingOf(deps)('fjordby', person.id, programme.id);
      equal(next.code === 'take-exam', decision.allowed, person.id);
      equal(next.code === 'finish-exam', decision.openAttemptId !== undefined, person.id);
    }
  });
});
