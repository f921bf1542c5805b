import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Clock } from '../clock.js';
import { DomainError } from '../errors.js';
import { addressBlock } from '../limits/address-block.rules.js';
import type { RateLimit, RateLimits } from '../limits/rate-limits.js';
import type {} from './request.js';

/** More than is good for everybody else. `Retry-After` says when to come back. */
export class TooManyRequests extends DomainError {
  readonly code = 'too-many-requests';
  readonly status = 429;

  constructor(limit: RateLimit) {
    super(`Over the limit ${limit.name}`);
    this.name = 'TooManyRequests';
  }
}

interface LimitDeps {
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
}

/** Guards for routes. The address is the one that the trusted proxies name; a town hall shares one, so limits on addresses are wide. */
export function requestLimits({ rateLimits, clock }: LimitDeps) {
  const visitorOf = (req: Request): string => addressBlock(req.ip ?? 'unknown');

  function refuse(res: Response, limit: RateLimit, until: Date): never {
    const seconds = Math.ceil((until.getTime() - clock().getTime()) / 1000);
    res.set('Retry-After', String(Math.max(1, seconds)));
    throw new TooManyRequests(limit);
  }

  const perAddress =
    (limit: RateLimit): RequestHandler =>
    async (req, res, next) => {
      const until = await rateLimits.take(limit, visitorOf(req));
      if (until) refuse(res, limit, until);
      next();
    };

  /** For whoever is signed in; nobody else is counted. */
  const perPerson =
    (limit: RateLimit): RequestHandler =>
    async ({ session }, res, next) => {
      const person = session && `${session.municipalityId} ${session.personId}`;
      const until = person === undefined ? undefined : await rateLimits.take(limit, person);
      if (until) refuse(res, limit, until);
      next();
    };

  /** Two handlers, for before and after routes that answer a failed try with an error: only those are counted. */
  const perFailure = (
    limit: RateLimit,
  ): { before: RequestHandler; after: ErrorRequestHandler } => ({
    before: async (req, res, next) => {
      const until = await rateLimits.usedUpUntil(limit, visitorOf(req));
      if (until) refuse(res, limit, until);
      next();
    },
    after: async (error: unknown, req, _res, next) => {
      if (error instanceof DomainError && !(error instanceof TooManyRequests))
        await rateLimits.take(limit, visitorOf(req));
      next(error);
    },
  });

  return { perAddress, perPerson, perFailure };
}
