import type { CourseCatalogue } from '../courses/course.js';
import { courseEvidence } from '../courses/course.rules.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import { cycleOn } from '../certification/validity.rules.js';
import { needsWindow, type Programme } from '../exams/programme.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { requiredProgrammes, type RequiredProgramme } from '../organisation/requirement.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { dateIn } from '../platform/plain-date.js';
import { accommodationOn, type AccommodationGrant } from './accommodations/accommodation.rules.js';
import type { AccommodationStore } from './accommodations/accommodation.store.js';
import type { AttemptStore } from './attempt.store.js';
import { mayStart, type GateDecision, type GateEvidence } from './gate.rules.js';
import { windowStanding } from './windows/exam-window.rules.js';
import type { ExamWindowStore } from './windows/exam-window.store.js';

export interface GateDeps {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
  readonly courseSessions: CourseSessionStore;
  readonly courses: CourseCatalogue;
  readonly certificates: CertificateStore;
  readonly attempts: AttemptStore;
  readonly accommodations: AccommodationStore;
  readonly examWindows: ExamWindowStore;
  readonly clock: Clock;
}

/** Where one person stands in one programme, with everything the decision was taken by. */
export interface Standing {
  readonly municipality: Municipality;
  readonly person: Person;
  readonly programme: Programme;
  readonly required: RequiredProgramme | undefined;
  readonly accommodation?: AccommodationGrant | undefined;
  readonly evidence: GateEvidence;
  readonly decision: GateDecision;
}

/** Gathers the evidence of a person and a programme and holds it against the rules. */
export function standingOf(deps: GateDeps) {
  return async (
    municipalityId: string,
    personId: string,
    programmeId: string,
  ): Promise<Standing> => {
    const now = deps.clock();
    const [municipality, person, programme, units] = await Promise.all([
      deps.municipalities.find(municipalityId),
      deps.people.find(municipalityId, personId),
      deps.programmes.latest(municipalityId, programmeId),
      deps.municipalities.unitsOf(municipalityId),
    ]);
    if (!municipality || !person) throw new NotFound('person');
    const course = programme && deps.courses.find(programme.courseId);
    if (!programme || !course) throw new NotFound('programme');
    const today = dateIn(municipality.timeZone, now);
    const [certificates, sessions, history, accommodations] = await Promise.all([
      deps.certificates.ofPerson(municipalityId, personId),
      deps.courseSessions.ofPerson(municipalityId, personId, programme.courseId),
      deps.attempts.historyOf(municipalityId, [personId], programmeId),
      deps.accommodations.of(municipalityId, personId),
    ]);
    const windows = needsWindow(programme.rules)
      ? await deps.examWindows.list({ municipalityId, programmeId, closesAfter: now })
      : undefined;
    const working = person.employments.filter((one) => isActiveOn(one, today));
    const unitPaths = working.map(
      ({ unitId }) => units.find(({ id }) => id === unitId)?.path ?? [],
    );
    const required = requiredProgrammes(person, municipality, units, today).find(
      (candidate) => candidate.programmeId === programmeId,
    );
    const evidence: GateEvidence = {
      required: required !== undefined,
      course: courseEvidence(course, sessions, {
        maxAgeMonths: programme.rules.courseMaxAgeMonths,
        day: today,
        timeZone: municipality.timeZone,
      }),
      cycle: cycleOn(
        certificates.filter(({ record }) => record.programmeId === programmeId),
        programme.rules,
        today,
      ),
      ...(windows ? { windows: windowStanding(windows, personId, unitPaths, now) } : {}),
      attempts: history.map(({ id, state, cycle, closedAt, result }) => ({
        id,
        state,
        cycle,
        ...(closedAt ? { closedAt } : {}),
        ...(result ? { passed: result.passed } : {}),
      })),
    };
    return {
      municipality,
      person,
      programme,
      required,
      accommodation: accommodationOn(accommodations, today),
      evidence,
      decision: mayStart(evidence, programme.rules, now),
    };
  };
}
