import { Router } from 'express';
import { z } from 'zod';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import type { Person } from '../organisation/person.js';
import type { Texts } from '../platform/http/i18n.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Certificate, CertificateRecord } from './certificate.js';
import type { CertificateFile } from './certificate-file.js';
import { sealKeyRoutes, type SealKeyRoutesDeps } from './seal-key.routes.js';
import { verificationRoutes, type VerificationRoutesDeps } from './verification.routes.js';

interface CertificateRoutesDeps extends VerificationRoutesDeps, SealKeyRoutesDeps {
  readonly findCertificate: (reader: Person, id: string, day: PlainDate) => Promise<Certificate>;
  readonly certificateFile: CertificateFile;
  readonly texts: Texts;
}

const address = z.object({ id: z.string() });

/** The certificate as a file, for its holder and for those who oversee where the holder works; and what strangers need to check it. */
export function certificateRoutes(deps: CertificateRoutesDeps): Router {
  const router = Router();

  router.get('/certificates/:id/pdf', signedInOnly, async (req, res) => {
    const { person, today } = readerOf(req);
    const { id } = address.parse(req.params);
    const certificate = await deps.findCertificate(person, id, today);
    const { bytes } = await deps.certificateFile(certificate);
    res.attachment(fileNameOf(certificate.record, deps.texts)).type('pdf').send(bytes);
  });

  router.use(verificationRoutes(deps));
  router.use(sealKeyRoutes(deps));
  return router;
}

/** Names end up in logs, mail and shared folders: no name, no date, and not the code that opens the public page. */
function fileNameOf({ id, locale }: CertificateRecord, texts: Texts): string {
  return `${texts(locale)('certificate.fileName')}-${id.slice(0, 8)}.pdf`;
}
