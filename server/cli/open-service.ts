import { composeOn } from '../compose.js';
import { createStores } from '../compose/stores.js';
import { demoDepsOf } from '../demo/demo-deps-of.js';
import type { BreakGlassService } from './break-glass.js';
import type { RegionService } from './region.js';
import type { ScimTokenService } from './scim-token.js';
import { systemClock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { openDatabase, openDatabaseBeside } from '../platform/database/open-database.js';
import { systemSeeds } from '../platform/rng.js';
import type {
  AuditService,
  BankService,
  DemoService,
  HrService,
  MunicipalityService,
  OrganisationService,
} from './service.js';

const say = (progress: string): void => {
  process.stderr.write(`${progress}\n`);
};

export async function openDemoService(): Promise<DemoService> {
  const config = readConfig();
  const database = await openDatabase(config, say);
  return {
    mode: config.mode,
    async dropContent() {
      await database.connection.dropDatabase();
    },
    async prepare() {
      return demoDepsOf(await composeOn(database, config));
    },
    close: () => database.close(),
  };
}

export async function openOrganisationService(): Promise<OrganisationService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, clock } = services;
  return {
    municipalities: stores.municipalities,
    people: stores.people,
    work: services.work,
    clock,
    close: () => services.close(),
  };
}

export async function openHrService(): Promise<HrService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, hr } = services;
  return { municipalities: stores.municipalities, hr, close: () => services.close() };
}

export async function openMunicipalityService(): Promise<MunicipalityService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, templates, fetchMetadata, clock } = services;
  return {
    publicUrl: config.publicUrl,
    ...stores,
    templates,
    fetchMetadata,
    clock,
    close: () => services.close(),
  };
}

export async function openAuditService(): Promise<AuditService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, seal } = services;
  return {
    municipalities: stores.municipalities,
    audit: stores.audit,
    heads: stores.auditHeads,
    key: config.auditKey,
    sealKeys: [seal.publicJwk],
    close: () => services.close(),
  };
}

/** The stores alone: putting the service together would take the files in before the plan is shown. */
export async function openBankService(): Promise<BankService> {
  const config = readConfig();
  const database = await openDatabaseBeside(config, say);
  const stores = createStores(database.connection, config, systemSeeds);
  return { ...stores, clock: systemClock, close: () => database.close() };
}

export async function openScimTokenService(): Promise<ScimTokenService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, clock } = services;
  return {
    publicUrl: config.publicUrl,
    municipalities: stores.municipalities,
    tokens: stores.scimTokens,
    audit: stores.audit,
    clock,
    close: () => services.close(),
  };
}

export async function openRegionService(): Promise<RegionService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, foundRegion, region, clock } = services;
  return {
    ...stores,
    foundRegion,
    changeRegion: region.changeRegion,
    clock,
    close: () => services.close(),
  };
}

export async function openBreakGlassService(): Promise<BreakGlassService> {
  const config = readConfig();
  const services = await composeOn(await openDatabaseBeside(config, say), config);
  const { stores, breakGlassAccounts } = services;
  return {
    publicUrl: config.publicUrl,
    municipalities: stores.municipalities,
    accounts: breakGlassAccounts,
    close: () => services.close(),
  };
}
