import type { Municipality } from '../organisation/municipality.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { grantsInForce } from '../organisation/role-grant.rules.js';
import { dateIn } from '../platform/plain-date.js';

/** Who administers the municipality on the day of that instant, deputies included. */
export async function administratorsOf(
  people: Pick<PersonStore, 'withRoles'>,
  { id, timeZone }: Pick<Municipality, 'id' | 'timeZone'>,
  now: Date,
): Promise<readonly Person[]> {
  const today = dateIn(timeZone, now);
  const holders = await people.withRoles(id);
  return holders.filter((person) =>
    grantsInForce(person, holders, today).some(({ role }) => role === 'administrator'),
  );
}
