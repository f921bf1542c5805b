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
  /** Until the job that seals has seen the file; then gone, so that its index stays small. */
  unsealed?: true;
}

/** A sealed file and its SHA-256, hex. */
export interface CertificateBytes {
  readonly bytes: Buffer;
  readonly sha256: string;
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
      unsealed: Boolean,
    },
    { strict: 'throw', versionKey: false, collection: 'certificates', minimize: false },
  );
  schema.index({ attemptId: 1 }, { unique: true });
  schema.index({ code: 1 }, { unique: true });
  schema.index({ municipalityId: 1, personId: 1, programmeId: 1 });
  schema.index({ validTo: 1 });
  schema.index({ unsealed: 1, _id: 1 }, { partialFilterExpression: { unsealed: true } });
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
          unsealed: true,
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

    /** Those whose sealed file the job has not seen yet, by id, from the one after `after`. */
    async unsealed(after: string, limit: number): Promise<Certificate[]> {
      const found = await Certificates.find({ unsealed: true, _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<CertificateDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Its sealed file is kept: the job need not look again. */
    async markSealed(id: string): Promise<void> {
      await Certificates.updateOne(
        { _id: id, unsealed: true },
        { $unset: { unsealed: '' } },
      ).exec();
    },

    /**
     * Takes the holder's name out of their certificates, with the credentials and the files that bear it. What remains still answers for
     * its code, and the files' digests for files that the holder has kept.
     */
    async eraseHolder(municipalityId: string, personId: string): Promise<void> {
      const found = await Certificates.find({ municipalityId, personId })
        .select('_id')
        .lean()
        .exec();
      await Files.updateMany(
        { _id: { $in: found.map(({ _id }) => _id) } },
        { $set: { bytes: Buffer.alloc(0) } },
      ).exec();
      // The driver's own update: an empty text would not pass for a required one.
      await Certificates.collection.updateMany(
        { municipalityId, personId },
        { $set: { 'record.holderName': '', credential: '' }, $unset: { unsealed: '' } },
      );
    },

    /** Files them under another person, who is the same human. What was signed names no id of a person, and stays as it is. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      await Certificates.updateMany(
        { municipalityId, personId: from },
        { $set: { personId: into, 'record.personId': into } },
      ).exec();
    },

    async findFile(id: string): Promise<CertificateBytes | undefined> {
      const found = await Files.findById(id).exec();
      return found ? { bytes: Buffer.from(found.bytes), sha256: found.sha256 } : undefined;
    },

    /** Keeps the sealed file once; returns the one that stands, so that every download is the same bytes. */
    async keepFile(id: string, bytes: Buffer, sha256: string): Promise<CertificateBytes> {
      const keep = () =>
        Files.findOneAndUpdate(
          { _id: id },
          { $setOnInsert: { bytes, sha256 } },
          { upsert: true, returnDocument: 'after' },
        ).exec();
      // Of two that arrive together the later is refused as a duplicate: it finds what the earlier has kept.
      const kept = await keep().catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
        return keep();
      });
      return { bytes: Buffer.from(kept.bytes), sha256: kept.sha256 };
    },
  };
}
