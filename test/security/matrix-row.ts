import { PROGRAMME } from '../support/some-staff.js';
import type { Scene, Who } from './cast.js';

/** What each gets: the status for those who are named, and for everybody else. */
export type Expected = Readonly<Partial<Record<Who, number>>> & { readonly others: number };

export interface Row {
  /** The route as the application knows it. */
  readonly route: string;
  /** An address of it. */
  readonly at: (scene: Scene) => string;
  readonly expected: Expected;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: () => unknown;
}

/** Open to the world. */
export const everyone = (status = 200): Expected => ({ others: status });
/** Whoever is not signed in is led to the login, or told so where there is no page to come back to. */
export const signedIn = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  others: status,
});
/** The holder's own: for all others it does not exist. Whoever is not signed in may be its holder, and is led to the login. */
export const holderOnly = (status = 200): Expected => ({
  nobody: 302,
  holder: status,
  others: 404,
});
export const holderMayDo = (status = 200): Expected => ({ ...holderOnly(status), nobody: 401 });
export const OVERSEERS = [
  'headOfUnit',
  'headOfOtherUnit',
  'coordinator',
  'hr',
  'auditor',
  'administrator',
  'foreignHead',
  'foreignHr',
  'foreignAdministrator',
] as const;
export const overseers: Expected = {
  nobody: 302,
  ...Object.fromEntries(OVERSEERS.map((who) => [who, 200])),
  others: 403,
};

/** Those who write items, and those who review them. */
export const itemReaders = (): Expected => ({
  nobody: 302,
  examAuthor: 200,
  examReviewer: 200,
  others: 403,
});

/** Those who check what was done, each in their own municipality. */
export const auditors = (status: number, nobody = 302): Expected => ({
  nobody,
  auditor: status,
  administrator: status,
  foreignAdministrator: status,
  others: 403,
});

/** The same, and who runs the exams. */
export const statisticsReaders = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  examAuthor: status,
  examReviewer: status,
  coordinator: status,
  others: 403,
});

/** Those who make exams, review or run them, and those who check by which rules. */
export const programmeReaders = (): Expected => ({
  nobody: 302,
  examAuthor: 200,
  examReviewer: 200,
  coordinator: 200,
  auditor: 200,
  others: 403,
});
/** Those who decide how exams are put together. */
export const specifiers = (status = 200, nobody = 302): Expected => ({
  nobody,
  examAuthor: status,
  coordinator: status,
  others: 403,
});
export const SPECIFICATION = `/administration/programmes/${PROGRAMME}`;

/** Who judges appeals, and who checks how exams were decided. */
export const recordReaders = (): Expected => ({
  nobody: 302,
  coordinator: 200,
  auditor: 200,
  others: 403,
});

/** Who runs the exams; nobody else changes results. */
export const regraders = (status: number): Expected => ({
  nobody: 401,
  coordinator: status,
  others: 403,
});

/** Who runs exams, each in their own part. */
export const supervisors = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  headOfUnit: status,
  headOfOtherUnit: status,
  coordinator: status,
  foreignHead: status,
  others: 403,
});
/** Of the holder's attempt, or of a window of the head's unit: neither exists for those who run exams elsewhere. */
export const supervisorsThere = (status = 200): Expected => ({
  ...supervisors(status),
  headOfOtherUnit: 404,
  foreignHead: 404,
});
export const windowPath =
  (place = ''): Row['at'] =>
  ({ windowId }) =>
    `/exams/windows/${windowId}${place}`;
export const BANK = `/item-banks/${PROGRAMME}`;
export const administrators = (): Expected => ({
  nobody: 302,
  administrator: 200,
  foreignAdministrator: 200,
  others: 403,
});
export const regionAdministrators = (status: number): Expected => ({
  nobody: 401,
  administrator: status,
  foreignAdministrator: status,
  others: 403,
});
/** Those who decide what is taken from other municipalities. */
export const banksSharers = (status: number): Expected => ({
  ...regionAdministrators(status),
  examAuthor: status,
});
/** Of a person of Fjordby, who does not exist for the administrator of another municipality. */
export const ownAdministrator = (status: number): Expected => ({
  nobody: status === 200 ? 302 : 401,
  administrator: status,
  foreignAdministrator: 404,
  others: 403,
});
export const personPath =
  (place = ''): Row['at'] =>
  ({ people }) =>
    `/administration/people/${people.colleague.id}${place}`;
/** HR and administrators, each for their own municipality. */
export const importers = (status: number, nobody = 302): Expected => ({
  nobody,
  hr: status,
  administrator: status,
  foreignHr: status,
  foreignAdministrator: status,
  others: 403,
});
/** Who says what the employer demands. */
export const requirementManagers = (status: number): Expected => ({
  nobody: 401,
  administrator: status,
  coordinator: status,
  foreignAdministrator: status,
  others: 403,
});
export const unitPath =
  (place = ''): Row['at'] =>
  () =>
    `/administration/units/fjordby-solbakken${place}`;
/** Administrators and operators, each for their own municipality. */
export const identityManagers = (status: number, nobody = 302): Expected => ({
  nobody,
  administrator: status,
  operator: status,
  foreignAdministrator: status,
  others: 403,
});

export const COURSE = `/courses/${PROGRAMME}`;
export const PRACTICE = `/programmes/${PROGRAMME}/practice`;
export const get = (route: string, expected: Expected, at: Row['at'] = () => route): Row => ({
  route: `GET ${route}`,
  at,
  expected,
});
export const post = (
  route: string,
  expected: Expected,
  at: Row['at'] = () => route,
  form: Row['form'] = {},
): Row => ({ route: `POST ${route}`, at, expected, form });
export const attempt =
  (place: string): Row['at'] =>
  ({ attemptId }) =>
    `/attempts/${attemptId}/${place}`;
