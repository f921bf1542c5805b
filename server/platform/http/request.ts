import type { Locale } from '../locale.js';

/** Who is signed in. Set by the session middleware of `identity`. */
export interface RequestSession {
  readonly id: string;
  readonly personId: string;
  readonly municipalityId: string;
  readonly signedInAt: Date;
}

declare module 'express-serve-static-core' {
  interface Request {
    session?: RequestSession;
    /** The language of this request's pages; set for every request. */
    locale?: Locale;
    /** The reference number by which a person's complaint is found in the log. */
    requestId?: string;
  }
}
