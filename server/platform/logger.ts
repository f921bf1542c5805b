import { pino, type DestinationStream } from 'pino';

/** One line of JSON an event. Events carry codes and opaque ids, never a name, an address or what someone typed. */
export interface Logger {
  info(event: Readonly<Record<string, unknown>>, message: string): void;
  warn(event: Readonly<Record<string, unknown>>, message: string): void;
  error(event: Readonly<Record<string, unknown>>, message: string): void;
}

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // A last line of defence: these are never logged on purpose.
    redact: ['*.cookie', '*.authorization', '*.email', '*.name'],
  };
  return destination ? pino(options, destination) : pino(options);
}

export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
