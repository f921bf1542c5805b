import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { NotFound } from '../platform/errors.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Certificate } from './certificate.js';
import { mayHaveFile } from './certificate-access.rules.js';
import type { CertificateStore } from './certificate.store.js';

/** Finds a certificate for someone who may have its file; for everybody else it does not exist. */
export function findCertificate(deps: {
  readonly certificates: CertificateStore;
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
}) {
  return async (reader: Person, id: string, day: PlainDate): Promise<Certificate> => {
    const { municipalityId } = reader;
    const certificate = await deps.certificates.find(municipalityId, id);
    if (!certificate) throw new NotFound('certificate');
    const { record } = certificate;
    const [holder, units] = await Promise.all([
      deps.people.find(municipalityId, record.personId),
      deps.municipalities.unitsOf(municipalityId),
    ]);
    if (!mayHaveFile(reader, record, holder, units, day)) throw new NotFound('certificate');
    return certificate;
  };
}
