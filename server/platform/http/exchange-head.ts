import type { IncomingMessage } from 'node:http';

/**
 * Puts something else in the place of the first bytes of a body, or the same again; whoever reads the body afterwards reads that. A body that
 * is shorter is given as it is. Done in the turn in which the bytes come: a stream that has told its end takes nothing back.
 */
export function exchangeHead(
  req: IncomingMessage,
  length: number,
  exchange: (head: Buffer) => Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (trouble?: Error): void => {
      req.off('readable', take).off('end', done).off('error', done);
      if (trouble) reject(trouble);
      else resolve();
    };
    function take(): void {
      const head = req.read(length) as Buffer | null;
      if (head === null) return;
      const instead = exchange(head);
      if (instead.length > 0) req.unshift(instead);
      const whole = Number(req.headers['content-length']);
      if (Number.isInteger(whole))
        req.headers['content-length'] = String(whole - head.length + instead.length);
      done();
    }
    req
      .on('readable', take)
      .once('end', () => {
        done();
      })
      .once('error', done);
  });
}
