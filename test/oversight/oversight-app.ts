import express, { type Express } from 'express';
import type { Connection } from 'mongoose';
import { createAttemptStore } from '../../server/attempts/attempt.store.js';
import { createCertificateStore } from '../../server/certification/certificate.store.js';
import { createCourseSessionStore } from '../../server/courses/course-session.store.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import { createMunicipalityStore } from '../../server/organisation/municipality.store.js';
import type { Person } from '../../server/organisation/person.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { pageReader } from '../../server/organisation/reader.routes.js';
import { overviewOf } from '../../server/oversight/overview.js';
import { overviewRoutes } from '../../server/oversight/overview.routes.js';
import { readAssets } from '../../server/platform/http/assets.js';
import { handleErrors } from '../../server/platform/http/error-page.js';
import { readTexts } from '../../server/platform/http/i18n.js';
import { createPages } from '../../server/platform/http/page.js';
import { readViews } from '../../server/platform/http/views.js';
import type { Locale } from '../../server/platform/locale.js';
import { silentLogger } from '../../server/platform/logger.js';
import { aCourse, now, today } from './a-care-service.js';

export type OversightStores = ReturnType<typeof oversightStores>;

export function oversightStores(connection: Connection) {
  return {
    people: createPersonStore(connection),
    municipalities: createMunicipalityStore(connection),
    programmes: createProgrammeStore(connection),
    certificates: createCertificateStore(connection),
    courseSessions: createCourseSessionStore(connection),
    attempts: createAttemptStore(connection),
  };
}

/** The real router, use case, stores, templates and error pages, for one reader; nobody is signed in when there is none. */
export function oversightApp(
  stores: OversightStores,
  reader: Person | undefined,
  locale: Locale = 'nb',
): Express {
  const texts = readTexts();
  const assets = readAssets();
  const pages = createPages(
    readViews(texts, assets.version),
    texts,
    false,
    pageReader(false),
    () => 'token',
  );
  const courses = {
    find: (id: string) => (id === aCourse.id ? aCourse : undefined),
    all: () => [],
    figure: () => undefined,
  };
  const app = express();
  app.set('query parser', 'simple');
  app.use('/assets', assets.router);
  app.use(async (req, _res, next) => {
    req.locale = locale;
    const municipality = reader && (await stores.municipalities.find(reader.municipalityId));
    if (municipality) req.reader = { person: reader, municipality, today };
    next();
  });
  app.use(
    overviewRoutes({ pages, overview: overviewOf({ ...stores, courses, clock: () => now }) }),
  );
  app.use(handleErrors(pages, silentLogger));
  return app;
}
