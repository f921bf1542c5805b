import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DamagedFile } from '../../server/certification/certificate-file.js';
import { sealCertificates } from '../../server/certification/seal-certificates.job.js';
import { verifyPdf } from '../../server/certification/verify-pdf.js';
import { DomainError } from '../../server/platform/errors.js';
import { useDatabase } from '../support/database.js';
import { aCertificationHouse, aPerson, type CertificationHouse } from './certification-house.js';
import { inspectFile } from './external-tool.js';

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the file of a certificate', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  const seals = () => [{ certificate: house.seal.certificate }];
  const fileCount = (id: string): Promise<number> =>
    database
      .connection()
      .collection<{ _id: string }>('certificateFiles')
      .countDocuments({ _id: id });

  before(async () => {
    house = await aCertificationHouse(database.connection());
  });

  it('is sealed, carries the credential of the register, and prints the record', async () => {
    const certificate = await house.issued();
    const { bytes, sha256 } = await house.file(certificate);
    const verdict = await verifyPdf(bytes, { seals: seals() });
    assert.ok(verdict.genuine);
    assert.equal(verdict.credential.number, certificate.record.code);
    assert.equal(verdict.sha256, sha256);
    const text = await inspectFile(bytes, 'pdftotext', '-layout', 'FILE', '-');
    for (const printed of ['Áile-Máret Bjørnæs-Nilsen', '3 av 4', certificate.record.code])
      assert.ok(text.includes(printed), printed);
    assert.ok(!text.includes('DEMO'));
  });

  it('is not made when the certificate is issued', async () => {
    const { record } = await house.issued();
    assert.equal(await house.certificates.findFile(record.id), undefined);
  });

  it('is the same bytes every time, whatever has become of clock and person', async () => {
    const certificate = await house.issued();
    const first = await house.file(certificate);
    house.time.now = new Date('2027-03-01T12:00:00Z');
    await house.people.put(aPerson({ id: 'nurse', familyName: 'Hansen' }));
    const second = await house.file(certificate);
    assert.ok(second.bytes.equals(first.bytes));
    assert.equal(second.sha256, sha256Of(first.bytes));
    await house.people.put(aPerson({ id: 'nurse' }));
  });

  it('is kept once when ten ask for it at the same time', async () => {
    const certificate = await house.issued();
    let second = 0;
    const files = await Promise.all(
      Array.from({ length: 10 }, () => {
        // Each would be other bytes: the time of sealing is in them.
        house.time.now = new Date(Date.UTC(2026, 10, 22, 12, 0, second++));
        return house.file(certificate);
      }),
    );
    assert.equal(new Set(files.map(({ sha256 }) => sha256)).size, 1);
    assert.equal(new Set(files.map(({ bytes }) => sha256Of(bytes))).size, 1);
    assert.equal(await fileCount(certificate.record.id), 1);
  });

  it('is refused when the stored bytes are no longer those that were delivered', async () => {
    const certificate = await house.issued();
    await house.file(certificate);
    const files = database.connection().collection<{ _id: string }>('certificateFiles');
    await files.updateOne({ _id: certificate.record.id }, { $set: { sha256: '0'.repeat(64) } });
    await assert.rejects(house.file(certificate), DamagedFile);
    await files.deleteOne({ _id: certificate.record.id });
  });

  it('says that it is of a demo', async () => {
    const { bytes } = await house.fileWith({ demo: true })(await house.issued());
    const text = await inspectFile(bytes, 'pdftotext', '-layout', 'FILE', '-');
    assert.match(text, /DEMO – ikke gyldig/);
  });

  it('is made without a time stamp when the authority is down, and the log says so', async () => {
    const certificate = await house.issued();
    const timeStamp = () => Promise.reject(new Error('nobody home'));
    const { bytes } = await house.fileWith({ timeStamp })(certificate);
    const verdict = await verifyPdf(bytes, { seals: seals() });
    assert.ok(verdict.genuine && verdict.timeStamp === undefined);
    assert.deepEqual(house.warnings.at(-1), {
      certificateId: certificate.record.id,
      timeStampFailure: 'Error: nobody home',
    });
  });

  it('can’t be made for a name with a letter that no font has: the person is told so', async () => {
    const certificate = await unprintable('nurse-1');
    await assert.rejects(
      house.file(certificate),
      (error) => error instanceof DomainError && error.code === 'unprintable-character',
    );
    assert.equal(await fileCount(certificate.record.id), 0);
  });

  async function unprintable(id: string) {
    await house.people.put(aPerson({ id, givenName: '恵子' }));
    return house.issued({ personId: id });
  }

  describe('is made by the job', () => {
    const sealAll = () => {
      const { certificates, file, log } = house;
      return sealCertificates({ certificates, certificateFile: file, log })();
    };

    it('when nobody has asked for it yet, and looked for once only', async () => {
      await sealAll();
      const certificates = await Promise.all([house.issued(), house.issued(), house.issued()]);
      assert.equal(await sealAll(), 3);
      for (const { record } of certificates)
        assert.ok(await house.certificates.findFile(record.id));
      assert.equal(await sealAll(), 0);
    });

    it('and stays what somebody has downloaded before', async () => {
      const certificate = await house.issued();
      const { sha256 } = await house.file(certificate);
      house.time.now = new Date('2027-04-01T12:00:00Z');
      assert.equal(await sealAll(), 1);
      assert.equal((await house.certificates.findFile(certificate.record.id))?.sha256, sha256);
    });

    it('for all others when one can’t be printed, however many', async () => {
      await sealAll();
      const bad = await unprintable('nurse-2');
      // More than are read at a time.
      await Promise.all(Array.from({ length: 60 }, () => house.issued()));
      const { certificates, log } = house;
      const drawn = { bytes: Buffer.alloc(0), sha256: '' };
      const seal = sealCertificates({
        certificates,
        certificateFile: (one) =>
          one.record.holderName.includes('恵') ? house.file(one) : Promise.resolve(drawn),
        log,
      });
      house.warnings.length = 0;
      assert.equal(await seal(), 60);
      const code = 'unprintable-character';
      const told = house.warnings.find(({ certificateId }) => certificateId === bad.record.id);
      assert.deepEqual(told, { certificateId: bad.record.id, code });
    });

    it('is not marked as made when the database fails', async () => {
      await house.issued();
      const { certificates, log } = house;
      const certificateFile = () => Promise.reject(new Error('no database'));
      await assert.rejects(
        sealCertificates({ certificates, certificateFile, log })(),
        /no database/,
      );
      assert.equal(await sealAll(), 1);
    });
  });
});
