import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestHandler } from 'express';
import type { IdSource } from '../rng.js';

const served = new AsyncLocalStorage<string>();

/** Gives each request a reference that stands in the log, on error pages and in the audit trail. */
export function giveRequestId(ids: IdSource): RequestHandler {
  return (req, res, next) => {
    req.requestId = ids().slice(0, 12);
    res.setHeader('X-Request-Id', req.requestId);
    served.run(req.requestId, next);
  };
}

/** The reference of the request that is being served here and now; nothing in a job or a command. */
export function currentRequestId(): string | undefined {
  return served.getStore();
}
