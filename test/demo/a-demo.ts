import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { createAccommodationStore } from '../../server/attempts/accommodations/accommodation.store.js';
import { createExamWindowStore } from '../../server/attempts/windows/exam-window.store.js';
import { createAttemptStore } from '../../server/attempts/attempt.store.js';
import { standingOf } from '../../server/attempts/gate.js';
import { anAuditStore } from '../support/audit-trail.js';
import { createCertificateStore } from '../../server/certification/certificate.store.js';
import { issueCertificate } from '../../server/certification/issue-certificate.js';
import { createCourseSessionStore } from '../../server/courses/course-session.store.js';
import { courseCatalogue, readCourse } from '../../server/courses/read-course.js';
import type { DemoDeps } from '../../server/demo/demo-deps.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import { createIdentityProviderStore } from '../../server/identity/identity-provider.store.js';
import { createBankStore } from '../../server/item-banks/bank.store.js';
import { openItemCatalogue, takeBanks } from '../../server/item-banks/item-catalogue.js';
import { createItemImageStore } from '../../server/item-banks/images/image.store.js';
import { createItemStore } from '../../server/item-banks/item.store.js';
import { createClearanceStore } from '../../server/item-banks/sharing/clearance.store.js';
import { createReleaseStore } from '../../server/item-banks/sharing/release.store.js';
import { createRegionStore } from '../../server/organisation/region.store.js';
import { createMunicipalityStore } from '../../server/organisation/municipality.store.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import {
  createSelfSigned,
  type KeyAndCertificate,
} from '../../server/platform/keys/self-signed.js';
import { bankFolder, theBank } from '../item-banks/the-bank.js';

export const AUDIT_KEY = 'an audit key of a test, long enough';
export const ORIGIN = 'http://localhost:3001';

// An RSA key takes about a second to make.
let made: KeyAndCertificate | undefined;

/** For the seal and for the login service of the tests. */
export function demoKey(): KeyAndCertificate {
  made ??= createSelfSigned({
    commonName: 'Demo',
    organisation: 'Demo',
    country: 'NO',
    validFrom: new Date('2020-01-01T00:00:00Z'),
    validTo: new Date('2050-01-01T00:00:00Z'),
  });
  return made;
}

/** Everything the demo is filled through, on a real database and with the real bank, at an instant. */
export async function demoDeps(connection: Connection, now: Date) {
  const clock = () => now;
  const { bank, items: files, template } = await theBank();
  const audit = anAuditStore(connection, AUDIT_KEY);
  const items = createItemStore(connection);
  const banks = createBankStore(connection);
  const itemImages = createItemImageStore(connection);
  const stores = {
    municipalities: createMunicipalityStore(connection),
    people: createPersonStore(connection),
    identityProviders: createIdentityProviderStore(connection),
    programmes: createProgrammeStore(connection),
    courseSessions: createCourseSessionStore(connection),
    attempts: createAttemptStore(connection),
    certificates: createCertificateStore(connection),
  };
  const { municipalities, people, programmes, courseSessions, attempts, certificates } = stores;
  for (const store of [audit, items, banks, municipalities, people, programmes])
    await store.ensureIndexes();
  for (const store of [courseSessions, attempts, certificates]) await store.ensureIndexes();
  const accommodations = createAccommodationStore(connection);
  const examWindows = createExamWindowStore(connection);
  const courses = courseCatalogue([await readCourse(join(bankFolder, 'course'))]);
  await takeBanks({ items, banks, itemImages, clock })([{ bank, items: files }]);
  const deps: DemoDeps = {
    ...stores,
    items: openItemCatalogue({ items, banks }),
    banks,
    itemRecords: items,
    itemImages,
    regions: createRegionStore(connection),
    clearances: createClearanceStore(connection),
    releases: createReleaseStore(connection),
    courses,
    audit,
    template,
    issueCertificateOn: (day) =>
      issueCertificate({
        ...stores,
        seal: loadSeal(demoKey(), now),
        publicUrl: 'http://localhost:3000',
        audit,
        ...day,
      }),
    identityProvider: { origin: ORIGIN, key: demoKey() },
    clock,
  };
  return { deps, audit, standing: standingOf({ ...deps, accommodations, examWindows }) };
}

export type TestDemo = Awaited<ReturnType<typeof demoDeps>>;
