import { createCourseSessionStore } from '../../server/courses/course-session.store.js';
import { demoMunicipalities } from '../../server/demo/demo-municipalities.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import { timesAtSignIn } from '../../server/identity/session.rules.js';
import { createSessionStore } from '../../server/identity/session.store.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { plainDate } from '../../server/platform/plain-date.js';
import type { BenchService } from './a-bench-service.js';

export const PROGRAMME = 'legemiddelhandtering';
const municipality = demoMunicipalities[0];
if (!municipality) throw new Error('There is no demo municipality');
const { id: municipalityId } = municipality;
const unitId = municipality.units.at(-1)?.id ?? '';

/** Puts people of a demo municipality into the stores: there is no door for tests in the service. */
export function candidatesIn(service: Pick<BenchService, 'connection'>) {
  const people = createPersonStore(service.connection);
  const sessions = createSessionStore(service.connection);
  const courseSessions = createCourseSessionStore(service.connection);
  const programmes = createProgrammeStore(service.connection);
  let count = 0;
  return {
    itemsOnAPage: async (itemsPerPage: number): Promise<void> => {
      const programme = await programmes.latest(municipalityId, PROGRAMME);
      if (!programme) throw new Error('The demo has no programme');
      await programmes.add({
        ...programme,
        version: programme.version + 1,
        rules: { ...programme.rules, itemsPerPage },
      });
    },
    /** Somebody who has completed the course and is signed in; the cookie of their session. */
    candidate: async (): Promise<string> => {
      count += 1;
      const id = `bench-${count}`;
      const now = new Date();
      await people.put({
        id,
        municipalityId,
        issuer: 'bench',
        subject: id,
        givenName: 'Bench',
        familyName: String(count),
        employments: [{ unitId, jobRole: 'nurse', from: plainDate('2020-01-01'), percent: 100 }],
        grants: [],
      });
      await courseSessions.put({
        id: `course-${id}`,
        municipalityId,
        personId: id,
        courseId: PROGRAMME,
        courseVersion: 1,
        startedAt: now,
        lessons: {},
        completedAt: now,
      });
      const secret = newSecret();
      await sessions.start({
        id: fingerprintOf(secret),
        personId: id,
        municipalityId,
        ...timesAtSignIn(now),
      });
      return secret;
    },
  };
}
