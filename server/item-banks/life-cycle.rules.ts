import type { Person } from '../organisation/person.js';
import { may, type Action, type Refusal } from '../organisation/policy.rules.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Pool } from './item.js';
import type { ItemEvent, ItemRecord, ItemState, ItemVersion, Transition } from './life-cycle.js';

interface Step {
  readonly from: readonly ItemState[];
  readonly to: ItemState;
  readonly action: Action;
  /** Whether it wants words of the person who does it. */
  readonly comment: boolean;
}

/** The whole life cycle. What is not here cannot happen: nothing leads out of `retired` or `burned`. */
const STEPS: Readonly<Record<Transition, Step>> = {
  send: { from: ['draft'], to: 'inReview', action: 'write-items', comment: false },
  withdraw: { from: ['inReview'], to: 'draft', action: 'write-items', comment: false },
  return: { from: ['inReview'], to: 'draft', action: 'review-items', comment: true },
  approve: { from: ['inReview'], to: 'approved', action: 'review-items', comment: false },
  publish: { from: ['approved'], to: 'live', action: 'write-items', comment: false },
  burn: { from: ['live'], to: 'burned', action: 'write-items', comment: true },
  retire: {
    from: ['draft', 'approved', 'live'],
    to: 'retired',
    action: 'write-items',
    comment: true,
  },
};

export function stateOf(version: Pick<ItemVersion, 'events'>): ItemState {
  const last = version.events.at(-1);
  if (!last) throw new Error('A version without events has no state');
  return last.to;
}

export function latestVersion(record: ItemRecord): ItemVersion {
  const latest = record.versions.at(-1);
  if (!latest) throw new Error(`Item ${record.itemId} has no version`);
  return latest;
}

/** The latest version that was not given up; the latest of all when every one was. */
export function currentVersion(record: ItemRecord): ItemVersion {
  return (
    record.versions.findLast((version) => stateOf(version) !== 'retired') ?? latestVersion(record)
  );
}

/** The version that exams may draw; there is never more than one. */
export function liveVersion(record: ItemRecord): ItemVersion | undefined {
  return record.versions.findLast((version) => stateOf(version) === 'live');
}

/** The pool it is in by now: what is burned is for practice, whatever it was written for. */
export function poolOf(version: ItemVersion): Pool {
  return stateOf(version) === 'burned' ? 'practice' : version.content.pool;
}

/** The version that the exam has lost and people practise on. */
export function burnedVersion(record: ItemRecord): ItemVersion | undefined {
  return record.versions.findLast((version) => stateOf(version) === 'burned');
}

export function wasBurned(record: ItemRecord): boolean {
  return burnedVersion(record) !== undefined;
}

/** The hash of the table of variants that was approved, if a person approved it. */
export function approvedVariants(version: ItemVersion): string | undefined {
  return version.events.findLast(({ variantsHash }) => variantsHash !== undefined)?.variantsHash;
}

export function needsComment(transition: Transition): boolean {
  return STEPS[transition].comment;
}

export type Obstacle =
  | Refusal
  | 'wrong-state'
  /** The bank is the service's own: no municipality changes it. */
  | 'shipped-bank'
  /** The bank follows another's releases: its texts are theirs. */
  | 'followed-bank'
  | 'lint-errors'
  /** The expressions give other variants than those that were approved. */
  | 'variants-changed'
  /** It was moved to practice once: no version of it goes into exams again. */
  | 'burned-before'
  /** Only what exams draw can be burned. */
  | 'not-in-exams';

export interface TransitionRequest {
  readonly record: ItemRecord;
  readonly version: ItemVersion;
  readonly transition: Transition;
  readonly actor: Pick<Person, 'id' | 'municipalityId' | 'grants'>;
  /** The municipality whose bank it is; absent for a bank of the service. */
  readonly bankOwnerId: string | undefined;
  /** The municipality that uses a bank which follows another's: it may stop an item at once, and write none. */
  readonly bankHolderId?: string | undefined;
  readonly today: PlainDate;
  /** What the linter says of the version. */
  readonly findings: readonly { readonly severity: 'error' | 'warning' }[];
  /** Of the variants as they are computed now. */
  readonly variantsHash: string | undefined;
}

/** Every reason why the actor can't do this to the version; empty when they can. */
export function obstaclesTo(request: TransitionRequest): readonly Obstacle[] {
  const { record, version, transition, findings } = request;
  const { from } = STEPS[transition];
  if (!from.includes(stateOf(version))) return ['wrong-state'];
  const obstacles: Obstacle[] = [...refusalsOf(request)];
  // A rule may have become an error since it was sent.
  if (isJudged(transition) && findings.some(({ severity }) => severity === 'error'))
    obstacles.push('lint-errors');
  if (transition === 'burn' && version.content.pool !== 'exam') obstacles.push('not-in-exams');
  if (transition === 'publish') {
    if (version.content.pool === 'exam' && wasBurned(record)) obstacles.push('burned-before');
    if (approvedVariants(version) !== request.variantsHash) obstacles.push('variants-changed');
  }
  return obstacles;
}

function refusalsOf(request: TransitionRequest): readonly Obstacle[] {
  const { version, transition, actor, bankOwnerId, bankHolderId, today } = request;
  const isStop = transition === 'burn' || transition === 'retire';
  if (bankHolderId !== undefined && !isStop) return ['followed-bank'];
  const municipalityId = bankOwnerId ?? bankHolderId;
  if (municipalityId === undefined) return ['shipped-bank'];
  const isOwn = version.authors.includes(actor.id);
  const subject = { municipalityId, ...(isOwn ? { personId: actor.id } : {}) };
  return may(actor, STEPS[transition].action, subject, today).reasons;
}

/** An event and the version it is appended to. */
export interface VersionEvent {
  readonly version: number;
  readonly event: ItemEvent;
}

/**
 * What a transition appends. A version that goes live takes the place of every other that is live or waits to be; an approval keeps the
 * hash of the variants that were looked at.
 */
export function eventsOf(
  { record, version, transition, actor, variantsHash }: TransitionRequest,
  at: Date,
  comment?: string,
): readonly VersionEvent[] {
  const { to } = STEPS[transition];
  const event: ItemEvent = {
    to,
    by: actor.id,
    at,
    ...(comment === undefined ? {} : { comment }),
    ...(transition === 'approve' && variantsHash !== undefined ? { variantsHash } : {}),
  };
  const replaced =
    to === 'live' ? replacements(record, version.version, ['approved', 'live'], actor.id, at) : [];
  return [{ version: version.version, event }, ...replaced];
}

/** Takes every other version in one of these states out of use, because `by` takes its place. */
export function replacements(
  record: ItemRecord,
  by: number,
  states: readonly ItemState[],
  actor: string,
  at: Date,
): readonly VersionEvent[] {
  return record.versions
    .filter((other) => other.version !== by && states.includes(stateOf(other)))
    .map(({ version }) => ({
      version,
      event: { to: 'retired', by: actor, at, replacedBy: by },
    }));
}

/** Where a changed text goes: into the draft as long as nobody has reviewed it, otherwise into a new version. */
export function placeOfDraft(record: ItemRecord): 'rewrite' | 'new-version' | 'in-review' {
  const latest = latestVersion(record);
  const state = stateOf(latest);
  if (state === 'inReview') return 'in-review';
  return state === 'draft' && latest.events.length === 1 ? 'rewrite' : 'new-version';
}

function isJudged(transition: Transition): boolean {
  return transition === 'send' || transition === 'approve';
}
