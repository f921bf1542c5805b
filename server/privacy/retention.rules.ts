import type { Municipality } from '../organisation/municipality.js';
import { addDays, addMonths, type PlainDate } from '../platform/plain-date.js';

/** How long personal data is kept. */
export interface Retention {
  /** What was responded in an exam, after the time for appeals is over. */
  readonly responsesMonths: number;
  /** Everything of a person who has left, after the last certificate has ended too. */
  readonly recordsMonths: number;
}

/** Three weeks to appeal: Norway, forvaltningsloven section 29; Sweden, förvaltningslagen (2017:900) section 44. */
const APPEAL_DAYS = 21;

const DEFAULTS: Retention = { responsesMonths: 12, recordsMonths: 36 };

/** Sweden: what a delegation rests on is kept for three years after it ends, as municipal guidelines (Älvsbyn's) have it. Norway has no shorter rule. */
const LEAST_RECORDS_MONTHS = 36;

/** A municipality may keep things longer, responses also shorter; records never shorter than the law has it. */
export function retentionOf({ retention }: Pick<Municipality, 'retention'>): Retention {
  const { responsesMonths, recordsMonths } = { ...DEFAULTS, ...retention };
  return { responsesMonths, recordsMonths: Math.max(recordsMonths, LEAST_RECORDS_MONTHS) };
}

/** Responses of attempts that were closed before this day have served their purpose. */
export function responsesKeptFrom(retention: Retention, today: PlainDate): PlainDate {
  return addDays(addMonths(today, -retention.responsesMonths), -APPEAL_DAYS);
}

/** The first day on which nothing speaks for keeping a person's data any more. */
export function recordsEndOn(
  retention: Retention,
  leftOn: PlainDate,
  certificatesEnd: readonly PlainDate[],
): PlainDate {
  const last = [leftOn, ...certificatesEnd].toSorted().at(-1) ?? leftOn;
  return addDays(addMonths(last, retention.recordsMonths), 1);
}
