import type { AuditTrail } from '../audit/audit-event.js';
import type { Person } from '../organisation/person.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { BankStore } from './bank.store.js';
import { variantsHashOf } from './content-hash.rules.js';
import { imagesOf } from './images/image.rules.js';
import type { readPictures } from './images/read-pictures.js';
import type { ItemStore } from './item.store.js';
import { asHeldIn } from './lint/decide-lint.js';
import type { LintStandingStore } from './lint/lint-standing.store.js';
import type { Transition } from './life-cycle.js';
import { findingsOf, weighed } from './item-findings.rules.js';
import {
  eventsOf,
  needsComment,
  obstaclesTo,
  type Obstacle,
  type TransitionRequest,
} from './life-cycle.rules.js';

export interface LifeCycleDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export interface Actor {
  readonly person: Pick<Person, 'id' | 'municipalityId' | 'grants'>;
  readonly today: PlainDate;
}

export interface StateCommand extends Actor {
  readonly bankId: string;
  readonly itemId: string;
  readonly version: number;
  /** The item's revision that the person has looked at. */
  readonly revision: number;
  readonly transition: Transition;
  readonly comment?: string;
}

export type StateOutcome =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly obstacles: readonly (Obstacle | 'comment-missing' | 'changed-meanwhile')[];
    };

/** Moves a version on in its life, with the reason and an entry in the trail, or says every reason why not. */
export function changeState(
  deps: LifeCycleDeps & {
    readonly lintStandings: LintStandingStore;
    readonly readPictures: ReturnType<typeof readPictures>;
  },
) {
  const { banks, items, audit, clock } = deps;
  return async (command: StateCommand): Promise<StateOutcome> => {
    const { bankId, itemId, transition, person, today } = command;
    const bank = await banks.findReadable(bankId, person.municipalityId);
    const record = bank && (await items.find(bankId, itemId));
    const version = record?.versions.find((one) => one.version === command.version);
    if (!bank || !record || !version) throw new NotFound('item');
    if (record.revision !== command.revision)
      return { done: false, obstacles: ['changed-meanwhile'] };

    const request: TransitionRequest = {
      record,
      version,
      transition,
      actor: person,
      bankOwnerId: bank.ownerMunicipalityId,
      bankHolderId: bank.heldBy,
      today,
      findings: weighed(
        findingsOf(
          version.content,
          await asHeldIn(deps, person.municipalityId, bank),
          await deps.readPictures(bankId, imagesOf(version.content)),
        ),
      ),
      variantsHash: variantsHashOf(version.content),
    };
    const comment = command.comment?.trim() ?? '';
    const obstacles = obstaclesTo(request);
    if (obstacles.length > 0) return { done: false, obstacles };
    if (comment === '' && needsComment(transition))
      return { done: false, obstacles: ['comment-missing'] };

    const at = clock();
    const events = eventsOf(request, at, comment === '' ? undefined : comment);
    if (!(await items.append(record, events)))
      return { done: false, obstacles: ['changed-meanwhile'] };
    for (const { version: number, event } of events)
      await audit.record({
        municipalityId: person.municipalityId,
        actor: person.id,
        action: `item.${event.to}`,
        subject: `item:${bankId}/${itemId}`,
        at,
        details: { version: number, contentHash: hashAt(record.versions, number) },
      });
    return { done: true };
  };
}

function hashAt(versions: TransitionRequest['record']['versions'], number: number): string {
  return versions[number - 1]?.contentHash ?? '';
}
