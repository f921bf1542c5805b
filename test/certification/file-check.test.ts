import assert from 'node:assert/strict';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { renderCertificate } from '../../server/certification/certificate-pdf.js';
import { certificateDocument } from '../../server/certification/certificate-document.view.js';
import type { Certificate } from '../../server/certification/certificate.js';
import { sealPdf } from '../../server/certification/seal-pdf.js';
import { useDatabase } from '../support/database.js';
import { porsgrunnSeal } from './a-seal.js';
import { aSealedCertificate, certificateFonts } from './a-sealed-certificate.js';
import { aCertificateApp, wordsOf } from './certificate-app.js';
import {
  aCertificationHouse,
  examEnd,
  publicUrl,
  texts,
  type CertificationHouse,
} from './certification-house.js';

const answers = ['Ekte og gyldig', 'Ekte, men ikke gyldig', 'Filen er endret', 'ikke fra oss'];

describe('checking a file', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  let app: Express;
  let certificate: Certificate;
  let pdf: Buffer;

  before(async () => {
    house = await aCertificationHouse(database.connection());
    app = aCertificateApp(house);
  });
  beforeEach(async () => {
    house.time.now = examEnd;
    certificate = await house.issued();
    pdf = (await house.file(certificate)).bytes;
  });

  const post = (bytes: Buffer): Promise<Response> =>
    request(app).post('/verify').set('accept', 'text/html').type('application/pdf').send(bytes);
  const postForm = (bytes: Buffer): Promise<Response> =>
    request(app).post('/verify').set('accept', 'text/html').attach('file', bytes, 'x.pdf');

  /** Which of the four answers a page gives; exactly one. */
  function answerOf({ status, text }: Response): string {
    assert.equal(status, 200);
    const heading = wordsOf(/<h2[^>]*id="answer"[^>]*>([^<]*)<\/h2>/.exec(text)?.[1] ?? '');
    const given = answers.filter((answer) => heading.includes(answer));
    assert.equal(given.length, 1, heading);
    return given[0] ?? '';
  }

  const flipped = (at: number): Buffer => {
    const copy = Buffer.from(pdf);
    copy.writeUInt8(copy.readUInt8(at) ^ 0x01, at);
    return copy;
  };

  it('begins with a form that works without scripts', async () => {
    const { status, text } = await request(app).get('/verify');
    assert.equal(status, 200);
    assert.match(text, /<form[^>]*method="post" action="\/verify" enctype="multipart\/form-data"/);
    assert.match(text, /<script type="module" src="\/assets\/test\/client\/verify-drop\.js">/);
  });

  it('answers that a file is genuine and in force, whichever way it is sent', async () => {
    for (const response of [await post(pdf), await postForm(pdf)]) {
      assert.equal(answerOf(response), 'Ekte og gyldig');
      const words = wordsOf(response.text);
      assert.ok(words.includes('Innehaver Áile-Máret Bjørnæs-Nilsen'));
      assert.ok(words.includes('til og med 20. november 2028'));
      assert.ok(words.includes('uendret siden vi forseglet den 21. november 2026 20.35'));
    }
  });

  describe('answers that a file is genuine, but not in force', () => {
    const answered = async (why: string): Promise<void> => {
      const response = await post(pdf);
      assert.equal(answerOf(response), 'Ekte, men ikke gyldig');
      assert.ok(wordsOf(response.text).includes(why));
    };

    it('when the certificate has expired', async () => {
      house.time.now = new Date('2028-11-21T12:00:00Z');
      await answered('Den siste gyldige dagen var 20. november 2028');
    });

    it('when it is revoked, though the file is as good as before', async () => {
      await house.revoke({
        municipalityId: 'skien',
        certificateId: certificate.record.id,
        by: 'hr',
        reason: 'x',
      });
      await answered('ikke vært gyldig siden 21. november 2026');
    });

    it('when it is replaced', async () => {
      const passedAt = (house.time.now = new Date('2028-10-01T12:00:00Z'));
      await house.issued({ cycle: 2, passedAt });
      await answered('Det ble erstattet 1. oktober 2028');
    });
  });

  describe('answers that a file of ours was altered', () => {
    const altered = async (bytes: Buffer): Promise<void> => {
      const response = await post(bytes);
      assert.equal(answerOf(response), 'Filen er endret');
      assert.ok(!response.text.includes('Bjørnæs'));
    };

    it('by one byte, anywhere outside the seal', async () => {
      for (const at of [5, 9, Math.floor(pdf.length / 2), pdf.length - 2]) {
        const answer = answerOf(await post(flipped(at)));
        assert.ok(!answer.startsWith('Ekte'), `byte ${at}`);
      }
      const at = pdf.indexOf(certificate.record.code, 0, 'latin1');
      await altered(flipped(at));
    });

    it('by a program that saved something after the seal', async () => {
      const revision = '1 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n';
      await altered(Buffer.concat([pdf, Buffer.from(revision)]));
    });

    it('when it is sealed with our key but not what the register delivered', async () => {
      // What a thief of the key would make: a real certificate's credential under another name.
      const record = { ...certificate.record, holderName: 'Somebody Else' };
      const document = certificateDocument(record, texts('nb'), { publicUrl, demo: false });
      const drawn = await renderCertificate(document, certificateFonts(), {
        signerName: 'Skien kommune',
        sealedAt: examEnd,
        credentialJwt: certificate.credential,
      });
      await altered((await sealPdf(drawn, house.seal)).bytes);
    });
  });

  it('never answers genuine for a byte flipped inside the seal', async () => {
    const start = pdf.indexOf('/Contents <', 0, 'latin1') + 11;
    for (let at = start; at < start + 4000; at += 397)
      assert.ok(!answerOf(await post(flipped(at))).startsWith('Ekte'), `byte ${at}`);
  });

  describe('answers that a file is not ours', () => {
    const notOurs = async (bytes: Buffer): Promise<void> => {
      const response = await post(bytes);
      assert.equal(answerOf(response), 'ikke fra oss');
      assert.match(response.text, /href="\/v"/);
    };

    it('when another has sealed it', async () => {
      await notOurs((await aSealedCertificate({ seal: porsgrunnSeal() })).bytes);
    });

    it('when it is sealed with our key, but the register knows nothing of it', async () => {
      await notOurs((await aSealedCertificate()).bytes);
    });

    it('when it is a PDF without a seal', async () => {
      await notOurs(Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n'));
    });

    it('when it only begins like a PDF', async () => {
      await notOurs(Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(200_000, '/Contents <30')]));
    });
  });

  describe('tells clearly what is wrong with an upload', () => {
    const told = ({ status, text }: Response): [number, string] => [
      status,
      wordsOf(/<h2[^>]*id="answer"[^>]*>([^<]*)<\/h2>/.exec(text)?.[1] ?? ''),
    ];

    it('of ten megabytes', async () => {
      const large = Buffer.concat([pdf, Buffer.alloc(10 * 1024 * 1024)]);
      assert.deepEqual(told(await post(large)), [413, 'Filen er for stor']);
      assert.deepEqual(told(await postForm(large)), [413, 'Filen er for stor']);
    });

    it('of one byte more than two megabytes, and takes one of exactly two', async () => {
      const sized = (size: number) => Buffer.concat([pdf, Buffer.alloc(size - pdf.length)]);
      const limit = 2 * 1024 * 1024;
      assert.deepEqual(told(await postForm(sized(limit + 1))), [413, 'Filen er for stor']);
      assert.deepEqual(told(await post(sized(limit + 1))), [413, 'Filen er for stor']);
      assert.equal(answerOf(await postForm(sized(limit))), 'Filen er endret');
    });

    it('that is not a PDF', async () => {
      const notPdf = Buffer.from('PK\u0003\u0004 a spreadsheet');
      assert.deepEqual(told(await post(notPdf)), [422, 'Filen er ikke en PDF']);
      assert.deepEqual(told(await postForm(notPdf)), [422, 'Filen er ikke en PDF']);
    });

    it('that is no file at all', async () => {
      assert.deepEqual(told(await post(Buffer.alloc(0))), [400, 'Ingen fil er valgt']);
      assert.deepEqual(told(await request(app).post('/verify')), [400, 'Ingen fil er valgt']);
      // What browsers send for a form in which no file was chosen.
      const head = 'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: x/y';
      const unchosen = await request(app)
        .post('/verify')
        .set('content-type', 'multipart/form-data; boundary=x')
        .send(Buffer.from(`--x\r\n${head}\r\n\r\n\r\n--x--\r\n`));
      assert.deepEqual(told(unchosen), [400, 'Ingen fil er valgt']);
    });

    it('that came broken', async () => {
      const send = (type: string, body: string) =>
        request(app).post('/verify').set('content-type', type).send(Buffer.from(body));
      for (const [type, body] of [
        [
          'multipart/form-data; boundary=x',
          '--x\r\nContent-Disposition: form-data; name="file"\r\n',
        ],
        ['multipart/form-data; boundary=x', 'nothing'],
        ['multipart/form-data', '--x--'],
        ['application/x-www-form-urlencoded', 'file=%25PDF'],
        ['application/json', '{}'],
      ] as const)
        assert.deepEqual(told(await send(type, body)), [400, 'Vi kunne ikke lese filen'], type);
    });

    it('that is packed to burst', async () => {
      const response = await request(app)
        .post('/verify')
        .set('content-type', 'application/pdf')
        .set('content-encoding', 'zstd-unknown')
        .send(pdf);
      assert.deepEqual(told(response), [400, 'Vi kunne ikke lese filen']);
    });
  });

  it('stores nothing of a file', async () => {
    const count = () => database.connection().collection('certificateFiles').countDocuments();
    const before = await count();
    await post((await aSealedCertificate()).bytes);
    assert.equal(await count(), before);
  });
});
