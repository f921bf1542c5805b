import { createHash } from 'node:crypto';
import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import { dateIn, type PlainDate } from '../../platform/plain-date.js';
import type { IdSource } from '../../platform/rng.js';
import type { MunicipalityStore } from '../municipality.store.js';
import type { Person } from '../person.js';
import type { ImportedPerson, PersonStore } from '../person.store.js';
import { leftOn } from '../role-grant.rules.js';
import { hrLines, type HrLines } from './hr-lines.rules.js';
import {
  importPlan,
  type ChangeKind,
  type ImportPlan,
  type PersonChange,
} from './import-plan.rules.js';
import { underOneNumber, type MergedNumber } from './merged-numbers.rules.js';
import { readHrFile, type HrFileProblem } from './read-hr-file.js';

export interface ImportPeopleDeps {
  readonly municipalities: Pick<MunicipalityStore, 'find' | 'unitsOf'>;
  readonly people: Pick<PersonStore, 'ofIssuer' | 'mergedOf' | 'findBehind' | 'writeImported'>;
  /** The name of the municipality's login service; people who have not logged in yet are found by it when they do. */
  readonly issuerOf: (municipalityId: string) => Promise<string | undefined>;
  readonly audit: AuditTrail;
  readonly endSessions: (personId: string) => Promise<unknown>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface HrFile {
  readonly municipalityId: string;
  readonly bytes: Uint8Array;
}

/** Why a file as a whole is not read. */
export type FileRefusal =
  | { readonly problem: HrFileProblem | 'no-login-service' }
  | Exclude<HrLines, { readonly readable: true }>;

export type Planned =
  | { readonly readable: false; readonly refusal: FileRefusal }
  | {
      readonly readable: true;
      readonly plan: ImportPlan;
      readonly fingerprint: string;
      /** Of all that the plan would do: the same for the same plan only. */
      readonly digest: string;
    };

export interface ImportCounts extends Readonly<Record<ChangeKind, number>> {
  readonly unchanged: number;
  readonly refused: number;
  readonly ending: number;
}

export type Imported =
  | { readonly state: 'refused'; readonly refusal: FileRefusal }
  | { readonly state: 'unconfirmed'; readonly plan: ImportPlan }
  | {
      readonly state: 'applied';
      readonly plan: ImportPlan;
      /** People whom somebody else changed meanwhile; the same file again does the rest. */
      readonly overtaken: number;
    };

/** What the file would do, without doing it. `NotFound` when there is no such municipality. */
export function planPeople(deps: ImportPeopleDeps) {
  return async (file: HrFile): Promise<Planned> => {
    const read = await readPlan(deps, file);
    if ('problem' in read) return { readable: false, refusal: read };
    const { plan, fingerprint } = read;
    return { readable: true, plan, fingerprint, digest: digestOf(plan) };
  };
}

const AT_ONCE = 1_000;

/** How somebody has agreed to a plan: to this very plan, or to so many endings. */
type Agreed =
  | { readonly digest: string; readonly confirmedEndings?: undefined }
  | { readonly digest?: undefined; readonly confirmedEndings?: number };

/**
 * Does what the file says, a thousand people at a time: first the entries in the trail, which would rather say a thing twice than not at all,
 * then one conditional update each. A crash in between heals when the same file is applied again. A plan in doubt is applied only when
 * `confirmedEndings` is the number of employments it ends; with a `digest` it is that very plan or none.
 */
export function applyPeople(deps: ImportPeopleDeps) {
  return async (file: HrFile & { readonly actor: string } & Agreed): Promise<Imported> => {
    const read = await readPlan(deps, file);
    if ('problem' in read) return { state: 'refused', refusal: read };
    const { plan, fingerprint, issuer, today } = read;
    const agreed =
      file.digest === undefined
        ? plan.doubts.length === 0 || file.confirmedEndings === plan.ending
        : file.digest === digestOf(plan);
    if (!agreed) return { state: 'unconfirmed', plan };
    const { municipalityId, actor } = file;
    let written = 0;
    for (let at = 0; at < plan.changes.length; at += AT_ONCE) {
      const changes = plan.changes
        .slice(at, at + AT_ONCE)
        .map((change) => ({ change, person: imported(change, municipalityId, issuer, deps.ids) }));
      await Promise.all(
        changes.map(({ change: { kind, fields }, person }) =>
          deps.audit.record({
            municipalityId,
            actor,
            action: 'person.imported',
            subject: `person:${person.id}`,
            at: deps.clock(),
            details: {
              kind,
              fields: [...new Set(fields.map(({ field }) => field))].join(' '),
              file: fingerprint,
            },
          }),
        ),
      );
      written += await deps.people.writeImported(changes.map(({ person }) => person));
      await endSessionsOfLeavers(
        deps,
        changes.map(({ person }) => person),
        today,
      );
    }
    const overtaken = plan.changes.length - written;
    return { state: 'applied', plan, overtaken };
  };
}

export function countsOf({ changes, unchanged, refused, ending }: ImportPlan): ImportCounts {
  const of = (kind: ChangeKind): number => changes.filter((change) => change.kind === kind).length;
  return {
    ...{ new: of('new'), moved: of('moved'), changed: of('changed'), left: of('left') },
    ...{ unchanged, refused: refused.length, ending },
  };
}

/** Of a file, whatever it is called. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

function digestOf({ changes, refused }: ImportPlan): string {
  return createHash('sha256')
    .update(JSON.stringify([changes, refused]))
    .digest('hex');
}

async function readPlan(
  deps: ImportPeopleDeps,
  { municipalityId, bytes }: HrFile,
): Promise<
  | FileRefusal
  | {
      readonly plan: ImportPlan;
      readonly fingerprint: string;
      readonly issuer: string;
      readonly today: PlainDate;
    }
> {
  const municipality = await deps.municipalities.find(municipalityId);
  if (!municipality) throw new NotFound('municipality');
  const issuer = await deps.issuerOf(municipalityId);
  if (issuer === undefined) return { problem: 'no-login-service' };
  const table = await readHrFile(bytes);
  if (typeof table === 'string') return { problem: table };
  const read = hrLines(table, await deps.municipalities.unitsOf(municipalityId));
  if (!read.readable) return read;
  const today = dateIn(municipality.timeZone, deps.clock());
  const people = await deps.people.ofIssuer(municipalityId, issuer);
  const merged = await mergedPeople(deps, municipalityId, issuer);
  const plan = importPlan({ ...underOneNumber({ ...read, people }, merged), today });
  return { plan, fingerprint: fingerprintOf(bytes), issuer, today };
}

/** Whoever was merged into another, by number, with that other. */
async function mergedPeople(
  { people }: Pick<ImportPeopleDeps, 'people'>,
  municipalityId: string,
  issuer: string,
): Promise<MergedNumber[]> {
  const merged = await people.mergedOf(municipalityId, { issuer });
  const found = await Promise.all(
    merged.map(async ({ person: { subject }, into }) => {
      const person = await people.findBehind(municipalityId, into);
      return person ? [{ number: subject, person }] : [];
    }),
  );
  return found.flat();
}

function imported(
  { before, after, employeeId }: PersonChange,
  municipalityId: string,
  issuer: string,
  ids: IdSource,
): ImportedPerson {
  const person: Person = {
    id: before?.id ?? ids(),
    municipalityId,
    issuer,
    subject: employeeId,
    ...after,
    namedBy: before?.namedBy === 'identity' ? 'identity' : 'hr',
    grants: before?.grants ?? [],
  };
  return before ? { ...person, before } : person;
}

async function endSessionsOfLeavers(
  { endSessions }: Pick<ImportPeopleDeps, 'endSessions'>,
  people: readonly ImportedPerson[],
  today: PlainDate,
): Promise<void> {
  for (const { before, id, employments } of people)
    if (before && leftOn({ employments }, today) && !leftOn(before, today)) await endSessions(id);
}
