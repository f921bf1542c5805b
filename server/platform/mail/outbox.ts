import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readEml } from './eml.js';
import { MAIL_FILE, MUNICIPALITY_HEADER } from './mailer.js';

export interface OutboxMail {
  /** Its file name. */
  readonly name: string;
  readonly to: string;
  readonly subject: string;
  readonly locale: string;
  readonly date: Date;
  readonly text: string;
}

export interface Outbox {
  /** Newest first. */
  list(municipalityId: string): Promise<readonly OutboxMail[]>;
  /** Nothing for a name that is not that of a mail of the municipality. */
  find(municipalityId: string, name: string): Promise<OutboxMail | undefined>;
}

/** The demo's folder of mails, as `createFileMailer` fills it. */
export function createOutbox(folder: string): Outbox {
  async function find(municipalityId: string, name: string): Promise<OutboxMail | undefined> {
    if (!MAIL_FILE.test(name)) return undefined;
    const source = await readFile(join(folder, name), 'utf8').catch(nothingIfMissing);
    if (source === undefined) return undefined;
    const { headers, text } = readEml(source);
    if (headers.get(MUNICIPALITY_HEADER.toLowerCase()) !== municipalityId) return undefined;
    return {
      name,
      to: headers.get('to') ?? '',
      subject: headers.get('subject') ?? '',
      locale: headers.get('content-language') ?? '',
      date: new Date(headers.get('date') ?? 0),
      text,
    };
  }
  return {
    find,
    async list(municipalityId) {
      const names = (await readdir(folder).catch(nothingIfMissing)) ?? [];
      const mails = await Promise.all(names.map((name) => find(municipalityId, name)));
      return mails
        .filter((mail) => mail !== undefined)
        .sort((a, b) => b.date.getTime() - a.date.getTime() || (a.name < b.name ? -1 : 1));
    },
  };
}

function nothingIfMissing(error: unknown): undefined {
  if ((error as { readonly code?: unknown }).code !== 'ENOENT') throw error;
}
