import type { Clock } from '../../platform/clock.js';
import type { Standing } from '../gate.js';
import { mayBook, type Booked } from './booking.rules.js';
import type { ExamWindowStore } from './exam-window.store.js';

export interface BookDeps {
  readonly examWindows: ExamWindowStore;
  readonly standing: (
    municipalityId: string,
    personId: string,
    programmeId: string,
  ) => Promise<Standing>;
  readonly clock: Clock;
}

/** Whose place, in which window. */
export interface Booking {
  readonly municipalityId: string;
  readonly personId: string;
  readonly programmeId: string;
  readonly windowId: string;
}

export type Bookings = ReturnType<typeof bookings>;

/** A candidate takes a place in a window and gives it back. One place a person and programme, so that nobody keeps seats from others. */
export function bookings({ examWindows, standing, clock }: BookDeps) {
  return {
    async book({ municipalityId, personId, programmeId, windowId }: Booking): Promise<Booked> {
      const { evidence, decision } = await standing(municipalityId, personId, programmeId);
      const offered = evidence.windows?.windows ?? [];
      const chosen = offered.find(({ window }) => window.id === windowId);
      if (!chosen || !mayBook(decision)) return 'not-open';
      if (offered.some(({ place }) => place !== undefined)) return 'has-place';
      const place = { personId, takenAt: clock() };
      return (await examWindows.takePlace(chosen.window, place)) ? 'booked' : 'full';
    },

    async leave({ municipalityId, personId, windowId }: Booking): Promise<Booked> {
      const left = await examWindows.leavePlace({ id: windowId, municipalityId }, personId);
      return left ? 'left' : 'not-left';
    },
  };
}
