import type { Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import type { ItemAlarm } from './item-alarms.rules.js';
import type { ItemState } from './life-cycle.js';

/** In whose language and time zone. */
export interface ItemWords {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

/** The design system's colours; the words of a tag always say the same as its colour. */
const STATE_COLOURS: Readonly<Record<ItemState, string>> = {
  draft: 'neutral',
  inReview: 'info',
  approved: 'info',
  live: 'success',
  retired: 'neutral',
  burned: 'warning',
};
const ALARM_COLOURS: Readonly<Record<ItemAlarm, string>> = {
  ownerless: 'warning',
  'owner-left': 'danger',
  'review-overdue': 'danger',
  'review-soon': 'warning',
  'source-superseded': 'danger',
};

export interface Tag {
  readonly text: string;
  readonly colour: string;
}

export function stateTag(state: ItemState, t: Translate): Tag {
  return { text: t(`items.state.${state}`), colour: STATE_COLOURS[state] };
}

export function alarmTag(alarm: ItemAlarm, t: Translate): Tag {
  return { text: t(`items.alarm.${alarm}`), colour: ALARM_COLOURS[alarm] };
}

export function bankAddress(bankId: string): string {
  return `/item-banks/${encodeURIComponent(bankId)}`;
}

export function itemAddress(bankId: string, itemId: string): string {
  return `${bankAddress(bankId)}/items/${encodeURIComponent(itemId)}`;
}
