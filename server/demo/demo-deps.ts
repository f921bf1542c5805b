import type { AttemptStore } from '../attempts/attempt.store.js';
import type { AuditTrail } from '../audit/audit-event.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { IssueCertificate, IssueDeps } from '../certification/issue-certificate.js';
import type { CourseCatalogue } from '../courses/course.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { ProgrammeTemplate } from '../exams/read-programme.js';
import type { SigningKey } from '../identity/demo-assertion.js';
import type { IdentityProviderStore } from '../identity/identity-provider.store.js';
import type { BankStore } from '../item-banks/bank.store.js';
import type { ItemStore } from '../item-banks/item.store.js';
import type { ItemImageStore } from '../item-banks/images/image.store.js';
import type { ClearanceStore } from '../item-banks/sharing/clearance.store.js';
import type { ReleaseStore } from '../item-banks/sharing/release.store.js';
import type { RegionStore } from '../organisation/region.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';

/** What it takes to fill the demo: the stores, and the use cases that made the past. */
export interface DemoDeps {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly identityProviders: IdentityProviderStore;
  readonly programmes: ProgrammeStore;
  readonly courseSessions: CourseSessionStore;
  readonly attempts: AttemptStore;
  readonly certificates: CertificateStore;
  readonly items: ItemCatalogue;
  readonly banks: BankStore;
  readonly itemRecords: ItemStore;
  readonly itemImages: ItemImageStore;
  readonly regions: RegionStore;
  readonly clearances: ClearanceStore;
  readonly releases: ReleaseStore;
  readonly courses: CourseCatalogue;
  readonly audit: AuditTrail;
  /** What the bank proposes; each municipality gets a copy of its own. */
  readonly template: ProgrammeTemplate;
  /** The real use case, as it would have run on another day. */
  readonly issueCertificateOn: (
    day: Pick<IssueDeps, 'clock' | 'ids' | 'codes'>,
  ) => IssueCertificate;
  /** Where browsers reach the demo's login services, and what those sign with. */
  readonly identityProvider: {
    readonly origin: string;
    readonly key: Pick<SigningKey, 'certificatePem'>;
  };
  readonly clock: Clock;
}
