import type { PlainDate } from '../platform/plain-date.js';
import type { Treatment } from '../scoring/result.rules.js';

/** A version of an item that was found wrong, and what is done about exams that had it. */
export interface NeutralisationRequest {
  readonly municipalityId: string;
  readonly bankId: string;
  readonly itemId: string;
  readonly version: number;
  readonly treatment: Treatment;
  /** Exams that closed from the first to the last of these days. */
  readonly from: PlainDate;
  readonly to: PlainDate;
}

export interface Neutralisation extends NeutralisationRequest {
  readonly id: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** Set when every attempt has its regrade, its certificate and its audit entry. */
  readonly completedAt?: Date;
}
