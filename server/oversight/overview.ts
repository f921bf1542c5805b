import type { AttemptStore } from '../attempts/attempt.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { CourseCatalogue } from '../courses/course.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { Programme } from '../exams/programme.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import {
  JOB_ROLES,
  type JobRole,
  type Municipality,
  type Unit,
} from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Scope } from '../organisation/policy.rules.js';
import type { Clock } from '../platform/clock.js';
import type { PlainDate } from '../platform/plain-date.js';
import {
  certificationStatus,
  STATUSES,
  type CertificationStatus,
  type Moment,
  type Status,
} from './certification-status.rules.js';
import { demandsOn, nameContains, type Demand } from './demand.rules.js';
import type { Filters } from './filters.js';
import { byOrder } from './overview-order.rules.js';
import { asTree, placesOf, unitsWithin, type UnitInTree } from './unit-tree.rules.js';

interface OverviewDeps {
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
  readonly programmes: ProgrammeStore;
  readonly certificates: CertificateStore;
  readonly courseSessions: CourseSessionStore;
  readonly courses: CourseCatalogue;
  readonly attempts: AttemptStore;
  readonly clock: Clock;
}

interface OverviewRequest {
  readonly scope: Scope & { readonly allowed: true };
  readonly filters: Filters;
  readonly today: PlainDate;
  readonly municipality: Municipality;
}

/** One person in one programme, and where they stand in it. */
export type OverviewRow = Demand & CertificationStatus;

export interface Overview {
  readonly municipality: Pick<Municipality, 'name' | 'slug' | 'timeZone'>;
  readonly today: PlainDate;
  /** The filters as they were applied: without what does not exist in the scope. */
  readonly filters: Filters;
  /** The units the table is about; empty: the whole municipality. */
  readonly places: readonly string[];
  /** Distinct people, and their rows by status, before the filter by status. */
  readonly people: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** The days before its end from which a certificate expires soon; undefined when programmes differ. */
  readonly windowDays: number | undefined;
  /** In order, all pages. */
  readonly rows: readonly OverviewRow[];
  readonly units: readonly UnitInTree[];
  readonly jobRoles: readonly JobRole[];
  readonly programmes: readonly Pick<Programme, 'id' | 'titles'>[];
}

export type OverviewOf = ReturnType<typeof overviewOf>;

/**
 * Everyone in the scope who must be certified, with where they stand today. The scope is part of the queries: nobody outside it is read.
 * Takes the same six queries for one person and for a whole municipality.
 */
export function overviewOf(deps: OverviewDeps) {
  return async (request: OverviewRequest): Promise<Overview> => {
    const { scope, today, municipality } = request;
    const { municipalityId } = scope;
    const [allUnits, allProgrammes] = await Promise.all([
      deps.municipalities.unitsOf(municipalityId),
      deps.programmes.allOf(municipalityId),
    ]);
    const units = unitsWithin(allUnits, scope);
    const programmes = allProgrammes.filter(({ id }) =>
      municipality.requirements.some(({ programmeId }) => programmeId === id),
    );
    const filters = known(request.filters, units, programmes);
    const chosen = units.filter(
      ({ path }) => filters.unit === undefined || path.includes(filters.unit),
    );
    const people = await deps.people.employedIn(
      scope,
      chosen.map(({ id }) => id),
      today,
    );
    const demands = people
      .filter((person) => nameContains(person, filters.q))
      .flatMap((person) =>
        demandsOn(person, { municipality, allUnits, chosen, programmes, filters, today }),
      );
    const moment = { today, now: deps.clock(), timeZone: municipality.timeZone };
    const all = await withStatus(deps, municipalityId, demands, moment);
    const windows = new Set(demands.map(({ programme }) => programme.rules.windowDays));
    const [windowDays] = windows;
    const names = new Intl.Collator(municipality.locale);
    return {
      municipality,
      today,
      filters,
      places: placesOf(units, scope, filters.unit),
      people: new Set(all.map(({ person }) => person.id)).size,
      counts: countsOf(all),
      windowDays: windows.size === 1 ? windowDays : undefined,
      rows: all
        .filter(({ status }) => filters.status.length === 0 || filters.status.includes(status))
        .toSorted(byOrder(filters, names)),
      units: asTree(units, (a, b) => names.compare(a, b)),
      jobRoles: JOB_ROLES.filter((role) =>
        municipality.requirements.some(({ jobRoles }) => jobRoles.includes(role)),
      ),
      programmes,
    };
  };
}

/** A unit outside the scope, or a programme of another municipality, is as unknown as one that does not exist. */
function known(
  filters: Filters,
  units: readonly Unit[],
  programmes: readonly Programme[],
): Filters {
  return {
    ...filters,
    unit: units.find(({ id }) => id === filters.unit)?.id,
    programme: programmes.find(({ id }) => id === filters.programme)?.id,
  };
}

async function withStatus(
  deps: OverviewDeps,
  municipalityId: string,
  demands: readonly Demand[],
  moment: Moment,
): Promise<OverviewRow[]> {
  const personIds = [...new Set(demands.map(({ person }) => person.id))];
  const [certificates, sessions, attempts] = await Promise.all([
    deps.certificates.ofPeople(municipalityId, personIds),
    deps.courseSessions.ofPeople(municipalityId, personIds),
    deps.attempts.historyOf(municipalityId, personIds),
  ]);
  const certificatesOf = grouped(certificates, ({ record }) => record.personId);
  const sessionsOf = grouped(sessions, ({ personId }) => personId);
  const attemptsOf = grouped(attempts, ({ personId }) => personId);
  return demands.map((demand) => {
    const { person, programme } = demand;
    const course = deps.courses.find(programme.courseId);
    if (!course) throw new Error(`${programme.id} names a course that is not there`);
    const evidence = {
      course,
      certificates: certificatesOf(person.id).filter(
        ({ record }) => record.programmeId === programme.id,
      ),
      sessions: sessionsOf(person.id).filter(({ courseId }) => courseId === programme.courseId),
      attempts: attemptsOf(person.id)
        .filter(({ programmeId }) => programmeId === programme.id)
        .map(({ result, ...attempt }) => ({
          ...attempt,
          ...(result ? { passed: result.passed } : {}),
        })),
    };
    return { ...demand, ...certificationStatus(evidence, programme.rules, moment) };
  });
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): (key: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return (key) => groups.get(key) ?? [];
}

function countsOf(rows: readonly OverviewRow[]): Overview['counts'] {
  return Object.fromEntries(
    STATUSES.map((status) => [status, rows.filter((row) => row.status === status).length]),
  ) as Record<Status, number>;
}
