import type { AuditTrail } from '../audit/audit-event.js';
import { drawForm, type Shortfall } from '../exams/draw-form.rules.js';
import { poolFor } from '../exams/judge-specification.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Locale } from '../platform/locale.js';
import type { IdSource, SeedSource } from '../platform/rng.js';
import { asFrozen, minutesWith } from './accommodations/accommodation.rules.js';
import type { Attempt } from './attempt.js';
import { closesAt, savesUntil } from './deadline.rules.js';
import { standingOf, type GateDeps, type Standing } from './gate.js';
import type { GateReason } from './gate.rules.js';
import { asFrozenWindow } from './windows/exam-window.js';
import { endFor, type OwnWindow } from './windows/exam-window.rules.js';

export interface StartDeps extends GateDeps {
  readonly items: ItemCatalogue;
  readonly audit: AuditTrail;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
}

export interface StartCommand {
  readonly municipalityId: string;
  readonly personId: string;
  readonly programmeId: string;
  readonly locale: Locale;
}

export type StartOutcome =
  | {
      readonly started: true;
      readonly attemptId: string;
      readonly closesAt: Date;
      /** The language that the exam is to begin in; absent: the one that the person reads. */
      readonly locale?: Locale;
    }
  | { readonly started: false; readonly reasons: readonly GateReason[] }
  | { readonly started: false; readonly shortfalls: readonly Shortfall[] };

/** Starts the exam if the gate is open: draws the form, freezes what it is decided by, starts the clock. An open attempt is continued. */
export function startAttempt(deps: StartDeps) {
  const standing = standingOf(deps);
  const pool = poolFor(deps);
  return async (command: StartCommand): Promise<StartOutcome> => {
    const { municipalityId, personId, programmeId } = command;
    const found = await standing(municipalityId, personId, programmeId);
    if (found.decision.openAttemptId !== undefined)
      return continued(deps, found.decision.openAttemptId);
    if (!found.decision.allowed) return { started: false, reasons: found.decision.reasons };

    const { municipality, programme } = found;
    const drawing = drawForm({
      ...(await pool(programme, municipality.country)),
      seed: deps.seeds(),
      seen:
        found.evidence.attempts.length === 0
          ? new Set()
          : await deps.attempts.itemsSeenBy(personId, programmeId),
    });
    if (!drawing.form) return { started: false, shortfalls: drawing.shortfalls };
    const window = found.evidence.windows?.open;
    if (window && !(await hasPlace(deps, window, personId)))
      return { started: false, reasons: [{ code: 'window-full' }] };

    const attempt = newAttempt(found, command, drawing.form, deps.ids(), deps.clock());
    const until = savesUntil(attempt.closesAt, programme.rules.graceSeconds);
    if (!(await deps.attempts.begin(attempt, until))) {
      // Another click of the same person was a moment earlier.
      const [open] = await deps.attempts.historyOf(municipalityId, [personId], programmeId);
      return open
        ? { started: true, attemptId: open.id, closesAt: open.closesAt }
        : { started: false, reasons: [] };
    }
    await deps.audit.record({
      municipalityId,
      actor: personId,
      action: 'attempt.started',
      subject: `attempt:${attempt.id}`,
      at: attempt.startedAt,
      details: { programmeId, programmeVersion: programme.version, cycle: attempt.cycle },
    });
    const asked = found.accommodation?.locale;
    return {
      ...{ started: true, attemptId: attempt.id, closesAt: attempt.closesAt },
      ...(asked ? { locale: asked } : {}),
    };
  };
}

/** A place in the window, now if there was none, and none is left of what others take at the same moment. */
async function hasPlace(
  { examWindows, clock }: Pick<StartDeps, 'examWindows' | 'clock'>,
  { window, place }: OwnWindow,
  personId: string,
): Promise<boolean> {
  const takenAt = clock();
  if (!place) await examWindows.takePlace(window, { personId, takenAt });
  return examWindows.start(window, personId, takenAt);
}

async function continued(deps: StartDeps, attemptId: string): Promise<StartOutcome> {
  const open = await deps.attempts.find(attemptId);
  return open
    ? { started: true, attemptId, closesAt: open.closesAt }
    : { started: false, reasons: [] };
}

function newAttempt(
  { municipality, programme, evidence, accommodation }: Standing,
  { personId, locale }: StartCommand,
  form: Attempt['form'],
  id: string,
  now: Date,
): Attempt {
  const { rules } = programme;
  const window = evidence.windows?.open?.window;
  const minutes = minutesWith(rules.minutes, accommodation);
  const end = window && {
    closesAt: endFor(window, minutes - rules.minutes),
    lateStart: rules.supervision?.lateStart ?? 'full',
  };
  return {
    id,
    municipalityId: municipality.id,
    personId,
    programmeId: programme.id,
    programmeVersion: programme.version,
    cycle: evidence.cycle.number,
    state: 'inProgress',
    locale: accommodation?.locale ?? locale,
    startedAt: now,
    closesAt: closesAt(now, minutes, end),
    form,
    frozen: {
      municipalityName: municipality.name,
      timeZone: municipality.timeZone,
      programmeTitles: programme.titles,
      bankId: programme.bankId,
      specification: programme.specification,
      rules,
      ...(programme.standard
        ? {
            standard: {
              roundId: programme.standard.roundId,
              closedAt: programme.standard.closedAt,
            },
          }
        : {}),
      ...(window ? { window: asFrozenWindow(window) } : {}),
      ...(accommodation ? { accommodation: asFrozen(accommodation) } : {}),
    },
    responses: new Map(),
    flagged: new Set(),
  };
}
