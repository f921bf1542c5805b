import express, { type Express } from 'express';
import { certificateRoutes } from '../../server/certification/certificate.routes.js';
import { checkFile } from '../../server/certification/check-file.js';
import { findCertificate } from '../../server/certification/find-certificate.js';
import { findReader, pageReader } from '../../server/organisation/reader.routes.js';
import { handleErrors, notFound } from '../../server/platform/http/error-page.js';
import { chooseLocale } from '../../server/platform/http/locale.js';
import { createPages } from '../../server/platform/http/page.js';
import { securityHeaders } from '../../server/platform/http/security.js';
import { readViews } from '../../server/platform/http/views.js';
import { silentLogger } from '../../server/platform/logger.js';
import { publicUrl, texts, type CertificationHouse } from './certification-house.js';

/** Whoever this header names is signed in: `municipality/person`. */
export const signedInAs = 'x-signed-in-as';

const nobody = () => Promise.resolve(undefined);

/** The routers of certification between the real middleware, pages and error page. */
export function aCertificateApp(house: CertificationHouse): Express {
  const { certificates, people, municipalities, clock, seal } = house;
  const seals = [{ certificate: seal.certificate }];
  const pages = createPages(
    readViews(texts, 'test'),
    texts,
    false,
    pageReader(false),
    () => 'token',
  );
  const app = express();
  app.disable('etag').set('query parser', 'simple');
  app.use((req, _res, next) => {
    const [municipalityId, personId] = (req.get(signedInAs) ?? '').split('/');
    if (municipalityId !== undefined && personId !== undefined)
      req.session = {
        id: 'session',
        municipalityId,
        personId,
        leftMs: 1,
        endsInMs: 1,
        isShared: false,
        signedInAt: clock(),
      };
    next();
  });
  app.use(securityHeaders(publicUrl.startsWith('https://')), chooseLocale(true));
  app.use(findReader({ people, municipalities, breakGlassHolder: nobody, clock }));
  app.use(
    certificateRoutes({
      findCertificate: findCertificate({ certificates, people, municipalities }),
      certificateFile: house.file,
      checkFile: checkFile({ certificates, trust: { seals }, clock }),
      nameGuesses: house.nameGuesses,
      certificates,
      seals,
      texts,
      pages,
      clock,
    }),
  );
  app.use(notFound);
  app.use(handleErrors(pages, silentLogger));
  return app;
}

/** A page as somebody reads it: the text without its markup. */
export function wordsOf(html: string): string {
  return html
    .replace(/<head>[^]*?<\/head>/, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
