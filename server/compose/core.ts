import { join } from 'node:path';
import { courseCatalogue } from '../courses/read-course.js';
import { readBanks, type Banks } from '../exams/read-banks.js';
import { metadataFetcher, type FetchMetadata } from '../identity/fetch-metadata.js';
import { openItemCatalogue, takeBanks } from '../item-banks/item-catalogue.js';
import { pageReader } from '../organisation/reader.routes.js';
import { systemClock, type Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Database } from '../platform/database/open-database.js';
import { readAssets } from '../platform/http/assets.js';
import { formTokens } from '../platform/http/form-token.js';
import { readTexts } from '../platform/http/i18n.js';
import { createPages } from '../platform/http/page.js';
import { readViews } from '../platform/http/views.js';
import { loadSeal } from '../platform/keys/seal-key.js';
import { createLogger, type Logger } from '../platform/logger.js';
import { systemIds, systemSeeds, type IdSource, type SeedSource } from '../platform/rng.js';
import { createFileMailer, createSmtpMailer } from '../platform/mail/mailer.js';
import { createStores } from './stores.js';

/** What tests put in the place of the surroundings. */
export interface Surroundings {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
  readonly log: Logger;
  readonly fetchMetadata: FetchMetadata;
  readonly readBanks: () => Promise<Banks>;
}

export type Core = Awaited<ReturnType<typeof openCore>>;

/** What every feature stands on: surroundings, keys, stores with their indexes, the banks, texts and pages. */
export async function openCore(database: Database, config: Config, given: Partial<Surroundings>) {
  const clock = given.clock ?? systemClock;
  const ids = given.ids ?? systemIds;
  const seeds = given.seeds ?? systemSeeds;
  const log = given.log ?? createLogger(config.logLevel);
  const fetchMetadata = given.fetchMetadata ?? metadataFetcher();
  const seal = loadSeal(config.sealKey, clock());

  const stores = createStores(database.connection, config, seeds);
  await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));

  const banks = await (given.readBanks ?? readBanks)();
  for (const conflict of await takeBanks({ ...stores, clock })(banks.contents))
    log.warn({ ...conflict }, 'item differs in files and database; see medsert bank sync');
  const texts = readTexts();
  const assets = readAssets();
  const demo = config.mode === 'demo';
  const https = config.publicUrl.startsWith('https://');
  const tokens = formTokens({ secret: config.secret, https });
  const outboxFolder = join(config.dataDir, 'outbox');
  return {
    config,
    publicUrl: config.publicUrl,
    demo,
    https,
    clock,
    ids,
    seeds,
    log,
    fetchMetadata,
    database,
    stores,
    audit: stores.audit,
    seal,
    items: openItemCatalogue(stores),
    courses: courseCatalogue(banks.courses),
    templates: banks.templates,
    texts,
    assets,
    formTokens: tokens,
    pages: createPages(
      readViews(texts, assets.version),
      texts,
      demo,
      pageReader(demo),
      tokens.give,
    ),
    outboxFolder,
    mailer:
      config.smtpUrl === undefined
        ? createFileMailer(outboxFolder, config.mailFrom)
        : createSmtpMailer(config.smtpUrl, config.mailFrom),
  };
}
