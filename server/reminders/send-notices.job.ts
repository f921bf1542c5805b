import type { Job } from '../platform/jobs/scheduler.js';
import type { Logger } from '../platform/logger.js';
import type { SendNotices } from './send-notices.js';

const QUARTER_OF_AN_HOUR_MS = 15 * 60_000;

/** Looks for notices every quarter of an hour: reminders come on their day, and tries follow their pauses closely. */
export function sendNoticesJob({
  sendNotices,
  log,
}: {
  readonly sendNotices: SendNotices;
  readonly log: Pick<Logger, 'info'>;
}): Job {
  return {
    name: 'send-notices',
    every: QUARTER_OF_AN_HOUR_MS,
    async run(stopping) {
      const counts = await sendNotices(stopping);
      if (Object.values(counts).some((count) => count > 0)) log.info({ ...counts }, 'notices');
    },
  };
}
