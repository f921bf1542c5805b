import type { Request } from 'express';

/**
 * The address that was asked for. Read behind a host of ours: what a client sends, such as `//` or `//elsewhere.example`, need not be
 * an address by itself.
 */
export function addressOf(req: Pick<Request, 'originalUrl'>): URL {
  return new URL(`http://localhost/${req.originalUrl.replace(/^[/\\]+/, '')}`);
}
