import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Certificate, CertificateEvent, CertificateRecord } from './certificate.js';

export type CertificateStore = ReturnType<typeof createCertificateStore>;

interface CertificateDocument {
  _id: string;
  code: string;
  municipalityId: string;
  personId: string;
  programmeId: string;
  attemptId: string;
  validTo: string;
  record: CertificateRecord;
  credential: string;
  events: CertificateEvent[];
}

interface FileDocument {
  _id: string;
  bytes: Buffer;
  sha256: string;
}

/** Certificates and their sealed files. Records are never changed; events are added. */
export function createCertificateStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<CertificateDocument>(
    {
      _id: text,
      code: text,
      municipalityId: text,
      personId: text,
      programmeId: text,
      attemptId: text,
      validTo: text,
      record: { type: Schema.Types.Mixed, required: true },
      credential: text,
      events: { type: Schema.Types.Mixed, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'certificates', minimize: false },
  );
  schema.index({ attemptId: 1 }, { unique: true });
  schema.index({ code: 1 }, { unique: true });
  schema.index({ municipalityId: 1, personId: 1, programmeId: 1 });
  schema.index({ validTo: 1 });
  const files = new Schema<FileDocument>(
    { _id: text, bytes: { type: Buffer, required: true }, sha256: text },
    { strict: 'throw', versionKey: false, collection: 'certificateFiles' },
  );
  const Certificates = connection.model('Certificate', schema);
  const Files = connection.model('CertificateFile', files);

  const plain = ({ record, credential, events }: CertificateDocument): Certificate => ({
    record,
    credential,
    events,
  });

  return {
    async ensureIndexes(): Promise<void> {
      await Certificates.createIndexes();
    },

    /** Adds it once an attempt. Returns the one that stands: this, or the one issued before for the same attempt. */
    async issueOnce(record: CertificateRecord, credential: string): Promise<Certificate> {
      const { id, code, municipalityId, personId, programmeId, attemptId, validTo } = record;
      try {
        await Certificates.create({
          _id: id,
          code,
          municipalityId,
          personId,
          programmeId,
          attemptId,
          validTo,
          record,
          credential,
          events: [],
        });
        return { record, credential, events: [] };
      } catch (error) {
        const earlier = isDuplicate(error)
          ? await Certificates.findOne({ attemptId }).lean<CertificateDocument>().exec()
          : undefined;
        if (!earlier) throw error;
        return plain(earlier);
      }
    },

    async find(municipalityId: string, id: string): Promise<Certificate | undefined> {
      const found = await Certificates.findOne({ _id: id, municipalityId })
        .lean<CertificateDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    async findByAttempt(attemptId: string): Promise<Certificate | undefined> {
      const found = await Certificates.findOne({ attemptId }).lean<CertificateDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** For strangers who hold the code. */
    async findByCode(code: string): Promise<Certificate | undefined> {
      const found = await Certificates.findOne({ code }).lean<CertificateDocument>().exec();
      return found ? plain(found) : undefined;
    },

    async ofPerson(municipalityId: string, personId: string): Promise<Certificate[]> {
      const found = await Certificates.find({ municipalityId, personId })
        .sort({ validTo: -1 })
        .lean<CertificateDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Those of many people, for overviews. */
    async ofPeople(municipalityId: string, personIds: readonly string[]): Promise<Certificate[]> {
      const found = await Certificates.find({ municipalityId, personId: { $in: [...personIds] } })
        .lean<CertificateDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Every certificate whose last valid day lies in the period, both days included; of all municipalities, for the job of reminders. */
    async lapsingBetween(from: PlainDate, to: PlainDate): Promise<Certificate[]> {
      const found = await Certificates.find({ validTo: { $gte: from, $lte: to } })
        .lean<CertificateDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Adds an event of that kind once; false when the certificate already has one. */
    async addEvent(municipalityId: string, id: string, event: CertificateEvent): Promise<boolean> {
      const { modifiedCount } = await Certificates.updateOne(
        { _id: id, municipalityId, 'events.kind': { $ne: event.kind } },
        { $push: { events: event } },
      ).exec();
      return modifiedCount === 1;
    },

    async findFile(id: string): Promise<{ bytes: Buffer; sha256: string } | undefined> {
      const found = await Files.findById(id).exec();
      return found ? { bytes: found.bytes, sha256: found.sha256 } : undefined;
    },

    /** Keeps the sealed file once; returns the one that stands, so that every download is the same bytes. */
    async keepFile(
      id: string,
      bytes: Buffer,
      sha256: string,
    ): Promise<{ bytes: Buffer; sha256: string }> {
      await Files.updateOne(
        { _id: id },
        { $setOnInsert: { bytes, sha256 } },
        { upsert: true },
      ).exec();
      const kept = await Files.findById(id).exec();
      return kept ? { bytes: kept.bytes, sha256: kept.sha256 } : { bytes, sha256 };
    },
  };
}
