import { isActiveOn, type Person } from '../organisation/person.js';
import { addDays, type PlainDate } from '../platform/plain-date.js';
import type { ItemRecord } from './life-cycle.js';
import type { SupersededSource } from './sources/source.js';
import { toReview } from './sources/sources.rules.js';
import { currentVersion, stateOf } from './life-cycle.rules.js';

/** What somebody must look after, although nobody has touched the item. */
export const ITEM_ALARMS = [
  'ownerless',
  'owner-left',
  'review-overdue',
  'review-soon',
  'source-superseded',
] as const;
export type ItemAlarm = (typeof ITEM_ALARMS)[number];

/** So many days before its date a review is announced. */
const SOON_DAYS = 30;

/** Alarms of an item that is in use or on its way; what is retired raises none. */
export function alarmsOf(
  record: ItemRecord,
  owner: Pick<Person, 'employments'> | undefined,
  today: PlainDate,
  superseded: readonly SupersededSource[] = [],
): readonly ItemAlarm[] {
  const current = currentVersion(record);
  if (stateOf(current) === 'retired') return [];
  const { reviewBy } = current.content;
  const alarms: ItemAlarm[] = [];
  if (record.ownerId === undefined) alarms.push('ownerless');
  else if (!owner?.employments.some((employment) => isActiveOn(employment, today)))
    alarms.push('owner-left');
  // A review is due on its date, not the day after.
  if (reviewBy !== undefined && reviewBy <= today) alarms.push('review-overdue');
  else if (reviewBy !== undefined && reviewBy <= addDays(today, SOON_DAYS))
    alarms.push('review-soon');
  if (toReview(current.content, record.confirmations ?? [], superseded).length > 0)
    alarms.push('source-superseded');
  return alarms;
}
