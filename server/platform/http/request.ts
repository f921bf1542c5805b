import type { Locale } from '../locale.js';

/** Who is signed in. Set by the session middleware of `identity`. */
export interface RequestSession {
  readonly id: string;
  readonly personId: string;
  readonly municipalityId: string;
  readonly signedInAt: Date;
  /** Until it ends unless there is a sign of life, and until it ends in any case; as this request came. */
  readonly leftMs: number;
  readonly endsInMs: number;
  /** People take turns at the device. */
  readonly isShared: boolean;
}

declare module 'express-serve-static-core' {
  interface Request {
    session?: RequestSession;
    /** Offered by the page of an error beside its own way out. */
    otherWayOut?: { readonly href: string; readonly textKey: string };
    /** The language of this request's pages; set for every request. */
    locale?: Locale;
    /** More space between letters, words and lines, as the reader has chosen. */
    wideSpacing?: boolean;
    /** The reference number by which a person's complaint is found in the log. */
    requestId?: string;
  }
}
