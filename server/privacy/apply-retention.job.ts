import type { AttemptStore } from '../attempts/attempt.store.js';
import type { ExamWindowStore } from '../attempts/windows/exam-window.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { leftOn } from '../organisation/role-grant.rules.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { dateIn, startOfDay, type PlainDate } from '../platform/plain-date.js';
import type { ErasePerson } from './erase-person.js';
import { recordsEndOn, responsesKeptFrom, retentionOf } from './retention.rules.js';

export interface RetentionDeps {
  readonly municipalities: Pick<MunicipalityStore, 'all'>;
  readonly people: Pick<PersonStore, 'inOrder'>;
  readonly attempts: Pick<AttemptStore, 'eraseResponsesBefore'>;
  readonly examWindows: Pick<ExamWindowStore, 'removeClosed'>;
  readonly certificates: Pick<CertificateStore, 'ofPeople'>;
  readonly erase: ErasePerson;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info'>;
}

const AT_ONCE = 200;

/** Erases what has been kept for its time: responses to exams, and people who left long ago. Numbers only are logged. */
export function applyRetention(deps: RetentionDeps) {
  return async (stopping: AbortSignal): Promise<void> => {
    for (const municipality of await deps.municipalities.all()) {
      const { id: municipalityId, timeZone } = municipality;
      const today = dateIn(timeZone, deps.clock());
      const keptFrom = responsesKeptFrom(retentionOf(municipality), today);
      const before = startOfDay(timeZone, keptFrom);
      const attempts = await deps.attempts.eraseResponsesBefore(municipalityId, before);
      await deps.examWindows.removeClosed(municipalityId, before);
      const people = await eraseThoseWhoLeft(municipality, today, stopping);
      if (attempts + people > 0) deps.log.info({ municipalityId, attempts, people }, 'erased');
    }
  };

  async function eraseThoseWhoLeft(
    municipality: Municipality,
    today: PlainDate,
    stopping: AbortSignal,
  ): Promise<number> {
    const municipalityId = municipality.id;
    let erased = 0;
    let after = '';
    while (!stopping.aborted) {
      const people = await deps.people.inOrder(municipalityId, after, AT_ONCE);
      const last = people.at(-1);
      if (!last) break;
      after = last.id;
      for (const { id: personId } of await overdue(people, municipality, today)) {
        const command = { municipalityId, personId, actor: 'system', today } as const;
        const outcome = await deps.erase({ ...command, reason: 'retention' });
        if (outcome.erased) erased += 1;
      }
    }
    return erased;
  }

  async function overdue(
    people: readonly Person[],
    municipality: Municipality,
    today: PlainDate,
  ): Promise<Person[]> {
    const gone = people.filter((person) => leftOn(person, today) !== undefined);
    const ids = gone.map(({ id }) => id);
    const certificates = await deps.certificates.ofPeople(municipality.id, ids);
    return gone.filter((person) => {
      const own = certificates.filter(({ record }) => record.personId === person.id);
      const ends = own.map(({ record }) => record.validTo);
      const left = leftOn(person, today) ?? today;
      return recordsEndOn(retentionOf(municipality), left, ends) <= today;
    });
  }
}
