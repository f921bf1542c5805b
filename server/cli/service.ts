import type { JWK } from 'jose';
import type { AuditTrail } from '../audit/audit-event.js';
import type { AuditHeadStore } from '../audit/audit-head.store.js';
import type { AuditStore } from '../audit/audit.store.js';
import type { Services } from '../compose.js';
import type { DemoDeps } from '../demo/demo-deps.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { ProgrammeTemplate } from '../exams/read-programme.js';
import type { SyncDeps } from '../item-banks/sync/sync-bank.js';
import type { FetchMetadata } from '../identity/fetch-metadata.js';
import type { IdentityProviderStore } from '../identity/identity-provider.store.js';
import type { ChangeWork } from '../organisation/change-work.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import type { Mode } from '../platform/config.js';

/** The demo's database, opened for a command. */
export interface DemoService {
  readonly mode: Mode;
  /** Drops everything in the database. */
  dropContent(): Promise<void>;
  /** Makes indexes and brings item banks into the database; so it is called after the content was dropped, not before. */
  prepare(): Promise<DemoDeps>;
  close(): Promise<void>;
}

/** The organisation, opened for a command. */
export interface OrganisationService {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly work: ChangeWork;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** Item banks, opened for a command. */
export interface BankService extends SyncDeps {
  readonly municipalities: Pick<MunicipalityStore, 'findBySlug'>;
  close(): Promise<void>;
}

/** The HR import, opened for a command. */
export interface HrService {
  readonly municipalities: MunicipalityStore;
  readonly hr: Services['hr'];
  close(): Promise<void>;
}

/** What it takes to set up a municipality. */
export interface MunicipalityService {
  /** Where browsers reach the service, without a slash at the end. */
  readonly publicUrl: string;
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly identityProviders: IdentityProviderStore;
  readonly fetchMetadata: FetchMetadata;
  readonly programmes: ProgrammeStore;
  /** What the item banks propose. */
  readonly templates: readonly ProgrammeTemplate[];
  readonly audit: AuditTrail;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** The audit trail, opened to be proven. */
export interface AuditService {
  readonly municipalities: Pick<MunicipalityStore, 'all' | 'findBySlug'>;
  readonly audit: Pick<AuditStore, 'streamOf' | 'asidesOf'>;
  readonly heads: Pick<AuditHeadStore, 'of'>;
  /** Of the chains. */
  readonly key: string;
  /** Whose signatures on heads are believed. */
  readonly sealKeys: readonly JWK[];
  close(): Promise<void>;
}
