import type { RequestHandler } from 'express';
import type { IdSource } from '../rng.js';

/** Gives each request a reference that stands in the log and on error pages. */
export function giveRequestId(ids: IdSource): RequestHandler {
  return (req, res, next) => {
    req.requestId = ids().slice(0, 12);
    res.setHeader('X-Request-Id', req.requestId);
    next();
  };
}
