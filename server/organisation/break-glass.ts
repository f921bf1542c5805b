import type { PlainDate } from '../platform/plain-date.js';
import type { Person } from './person.js';

/** Of an account for when no login service works: kept apart from people, and let in by a passphrase and a code. */
export interface BreakGlassHolder {
  readonly id: string;
  readonly municipalityId: string;
  readonly name: string;
}

const PREFIX = 'break-glass:';

/** How sessions and the trail name such an account. No person has such an id: ours hold no colon. */
export function breakGlassActor(id: string): string {
  return PREFIX + id;
}

/** The account's own id; undefined for a person. */
export function breakGlassIdOf(actor: string): string | undefined {
  return actor.startsWith(PREFIX) ? actor.slice(PREFIX.length) : undefined;
}

/** Stands in for a person while such a login lasts. Stored nowhere among people. */
export function breakGlassPerson(holder: BreakGlassHolder, today: PlainDate): Person {
  const actor = breakGlassActor(holder.id);
  return {
    id: actor,
    municipalityId: holder.municipalityId,
    issuer: actor,
    subject: actor,
    givenName: holder.name,
    familyName: '',
    employments: [],
    grants: [{ role: 'breakGlass', from: today }],
  };
}
