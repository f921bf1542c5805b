import type { AuditTrail } from '../audit/audit-event.js';
import { drawForm, type Shortfall } from '../exams/draw-form.rules.js';
import { poolFor } from '../exams/judge-specification.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Locale } from '../platform/locale.js';
import type { IdSource, SeedSource } from '../platform/rng.js';
import { asFrozen, minutesWith } from './accommodations/accommodation.rules.js';
import type { Attempt } from './attempt.js';
import { newOnPage } from './attempt-pages.rules.js';
import { closesAt, savesUntil } from './deadline.rules.js';
import { standingOf, type GateDeps, type Standing } from './gate.js';
import type { GateReason } from './gate.rules.js';
import {
  asFrozenWindow,
  extensionsFor,
  type ExamWindow,
  type WindowExtension,
} from './windows/exam-window.js';
import { outsideNetwork } from './allowed-network.js';
import { keyFor, standingWith, type BrowserShown } from './safe-browser/safe-browser.js';
import { endFor, type OwnWindow } from './windows/exam-window.rules.js';
import { nextStep, opens, type StartStep } from './windows/start-code.rules.js';

export interface StartDeps extends GateDeps {
  readonly items: ItemCatalogue;
  readonly audit: AuditTrail;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
  readonly secret: string;
  readonly publicUrl: string;
}

export interface StartCommand {
  readonly municipalityId: string;
  readonly personId: string;
  readonly programmeId: string;
  readonly locale: Locale;
  /** The digits that are shown in the room, where the programme asks for them. */
  readonly code?: string | undefined;
  /** From which the person asks, as the service sees it. */
  readonly address?: string | undefined;
  readonly browser?: BrowserShown | undefined;
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
  /** The gate is open, but for this. */
  | { readonly started: false; readonly step: StartStep; readonly wrongCode: boolean }
  | { readonly started: false; readonly shortfalls: readonly Shortfall[] };

/** Starts the exam if the gate is open: draws the form, freezes what it is decided by, starts the clock. An open attempt is continued. */
export function startAttempt(deps: StartDeps) {
  const standing = standingOf(deps);
  const pool = poolFor(deps);
  return async (command: StartCommand): Promise<StartOutcome> => {
    const { municipalityId, personId, programmeId } = command;
    const shown = command.browser ?? { address: '', keyHash: undefined };
    const found = standingWith(
      await standing(municipalityId, personId, programmeId),
      deps.publicUrl,
      shown,
    );
    if (found.decision.openAttemptId !== undefined)
      return continued(deps, found.decision.openAttemptId);
    if (!found.decision.allowed) return { started: false, reasons: found.decision.reasons };

    const { municipality, programme } = found;
    const outside = outsideNetwork(programme.rules, command.address ?? '');
    if (outside) return { started: false, reasons: [outside] };
    const own = await entering(deps, found, command);
    if (own && 'started' in own) return own;

    const drawing = drawForm({
      ...(await pool(programme, municipality.country)),
      seed: deps.seeds(),
      seen:
        found.evidence.attempts.length === 0
          ? new Set()
          : await deps.attempts.itemsSeenBy(personId, { programmeId, bankId: programme.bankId }),
    });
    if (!drawing.form) return { started: false, shortfalls: drawing.shortfalls };
    if (own && !(await hasPlace(deps, own, personId)))
      return { started: false, reasons: [{ code: 'window-full' }] };

    const attempt = newAttempt(
      found,
      {
        ...command,
        own,
        safeBrowserKey: keyFor(programme.rules, deps.publicUrl, municipality, programmeId),
      },
      drawing.form,
      deps.ids(),
      deps.clock(),
    );
    const until = savesUntil(attempt.closesAt, programme.rules.graceSeconds);
    if (!(await deps.attempts.begin(attempt, until))) {
      // Another click of the same person was a moment earlier.
      const [open] = await deps.attempts.historyOf(municipalityId, [personId], programmeId);
      return open
        ? { started: true, attemptId: open.id, closesAt: open.closesAt }
        : { started: false, reasons: [] };
    }
    const closesLater = own ? await givenMeanwhile(deps, own.window, attempt) : 0;
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
      ...{ started: true, attemptId: attempt.id },
      closesAt: new Date(attempt.closesAt.getTime() + closesLater),
      ...(asked ? { locale: asked } : {}),
    };
  };
}

/** The window to start in, once the person has shown that they are there and was let in; or what is still asked of them. */
async function entering(
  { examWindows, clock, secret }: StartDeps,
  { programme, evidence }: Standing,
  { personId, code }: StartCommand,
): Promise<OwnWindow | (StartOutcome & { readonly started: false }) | undefined> {
  const mode = programme.rules.supervision?.start ?? 'any';
  const [first] = evidence.windows?.open ?? [];
  const step = first && nextStep(mode, first.place);
  if (!first || step !== 'code')
    return step === 'admission' ? { started: false, step, wrongCode: false } : first;
  const now = clock();
  // Whoever has a place elsewhere at this hour is where the code is.
  const here = evidence.windows?.open.find(
    ({ window }) => code !== undefined && opens(window, code, personId, secret, now),
  );
  if (!here) return { started: false, step, wrongCode: code !== undefined };
  const { window } = here;
  const took = !here.place && (await examWindows.takePlace(window, { personId, takenAt: now }));
  const came = await examWindows.enter(window, personId, now);
  if (!here.place && !took && !came) return { started: false, reasons: [{ code: 'window-full' }] };
  if (first.window.id !== window.id) await examWindows.leavePlace(first.window, personId);
  const place = { takenAt: now, ...here.place, personId, enteredAt: now };
  return nextStep(mode, place) === undefined
    ? { window, place }
    : { started: false, step: 'admission', wrongCode: false };
}

/** What was given to all in the window between our reading it and the attempt's beginning. How many milliseconds. */
async function givenMeanwhile(
  { examWindows, attempts }: Pick<StartDeps, 'examWindows' | 'attempts'>,
  before: ExamWindow,
  { id, personId, events = [] }: Attempt,
): Promise<number> {
  const window = await examWindows.find(before);
  let given = 0;
  for (const event of window ? extensionsFor(window, personId).map(asEvent) : [])
    if (!events.some((one) => one.id === event.id) && (await attempts.extend(id, event)))
      given += event.minutes * 60_000;
  return given;
}

function asEvent({ id, by, at, reason, minutes }: WindowExtension) {
  return { id, type: 'extended', at, by, reason, minutes } as const;
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
  {
    personId,
    locale,
    own,
    safeBrowserKey,
  }: StartCommand & {
    readonly own?: OwnWindow | undefined;
    readonly safeBrowserKey?: string | undefined;
  },
  form: Attempt['form'],
  id: string,
  now: Date,
): Attempt {
  const { rules } = programme;
  const given = own ? extensionsFor(own.window, personId).map(asEvent) : [];
  const minutes =
    minutesWith(rules.minutes, accommodation) +
    given.reduce((sum, extension) => sum + extension.minutes, 0);
  const end = own && {
    closesAt: endFor(own.window, minutes - rules.minutes),
    lateStart: rules.supervision?.lateStart ?? 'full',
  };
  const attempt: Attempt = {
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
      ...(own ? { window: asFrozenWindow(own.window, own.place) } : {}),
      ...(safeBrowserKey === undefined ? {} : { safeBrowserKey }),
      ...(accommodation ? { accommodation: asFrozen(accommodation) } : {}),
    },
    responses: new Map(),
    flagged: new Set(),
    ...(given.length > 0 ? { events: given } : {}),
  };
  // Its first page comes next.
  const shows = newOnPage(attempt, 1);
  const seen = Object.fromEntries(shows.map((slot) => [slot, now]));
  return shows.length > 0 ? { ...attempt, seen } : attempt;
}
