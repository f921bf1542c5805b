import assert from 'node:assert/strict';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import type { Certificate } from '../../server/certification/certificate.js';
import { useDatabase } from '../support/database.js';
import { aCertificateApp, wordsOf } from './certificate-app.js';
import { aCertificationHouse, examEnd, type CertificationHouse } from './certification-house.js';

const NAME = 'Áile-Máret Bjørnæs-Nilsen';
const MINUTE = 60_000;

describe('the page behind a verification code', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  let app: Express;
  let certificate: Certificate;
  let code: string;

  before(async () => {
    house = await aCertificationHouse(database.connection());
    app = aCertificateApp(house);
  });
  beforeEach(async () => {
    house.time.now = examEnd;
    certificate = await house.issued();
    code = certificate.record.code;
  });

  const open = (path: string, language = 'nb'): Promise<Response> =>
    request(app).get(path).set('accept-language', language);
  const guess = (familyName: string, path = `/v/${code}`): Promise<Response> =>
    request(app).post(path).type('form').send({ familyName });

  it('says that a certificate is valid, of what, by whom and for how long', async () => {
    const response = await open(`/v/${code}`);
    assert.equal(response.status, 200);
    const words = wordsOf(response.text);
    for (const said of [
      'Sertifikatet er gyldig',
      'Legemiddelhåndtering',
      'Skien kommune',
      'Prøven ble bestått 21. november 2026',
      'Gyldig fra og med 21. november 2026',
      'Gyldig til og med 20. november 2028',
      'Kontrollert 21. november 2026 20.35',
    ])
      assert.ok(words.includes(said), said);
    assert.match(response.text, /class="ds-alert" data-color="success"/);
  });

  it('shows initials only', async () => {
    const { text } = await open(`/v/${code}`);
    assert.ok(wordsOf(text).includes('Innehaver Á. B.'));
    assert.ok(!text.includes('Bjørnæs') && !text.includes('Máret'));
  });

  it('is not for search engines, and tells no other page the address', async () => {
    for (const path of [`/v/${code}`, '/v', '/v/unknown', `/v?code=${code}`]) {
      const { headers, text } = await open(path);
      assert.equal(headers['referrer-policy'], 'no-referrer', path);
      assert.equal(headers['x-robots-tag'], 'noindex', path);
      assert.match(text, /<meta name="robots" content="noindex">/);
      assert.doesNotMatch(text, /(src|href)="(https?:)?\/\//);
    }
  });

  it('is found however the code is typed, in the address or in the form', async () => {
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), ` ${code}`]) {
      for (const path of [
        `/v/${encodeURIComponent(typed)}`,
        `/v?code=${encodeURIComponent(typed)}`,
      ])
        assert.ok(wordsOf((await open(path)).text).includes('Sertifikatet er gyldig'), path);
    }
  });

  it('is in the language of the visitor, not of the certificate', async () => {
    assert.ok(wordsOf((await open(`/v/${code}`, 'nn')).text).includes('Det gjeld til og med'));
    assert.ok(wordsOf((await open(`/v/${code}`, 'sv')).text).includes('Certifikatet är giltigt'));
    const english = wordsOf((await open(`/v/${code}`, 'en-GB')).text);
    assert.ok(english.includes('Handling of medicines'));
    assert.ok(english.includes('valid up to and including 20 November 2028'));
  });

  describe('says in words and colour that a certificate', () => {
    const page = async (): Promise<string> => (await open(`/v/${code}`)).text;
    const says = (html: string, colour: string, ...said: readonly string[]): void => {
      assert.match(html, new RegExp(`class="ds-alert" data-color="${colour}"`));
      for (const text of said) assert.ok(wordsOf(html).includes(text), text);
    };

    it('is valid on its last day, to midnight where it was issued', async () => {
      house.time.now = new Date('2028-11-20T22:59:59Z');
      says(await page(), 'success', 'Sertifikatet er gyldig');
    });

    it('has expired from the next', async () => {
      house.time.now = new Date('2028-11-20T23:00:00Z');
      says(
        await page(),
        'warning',
        'Sertifikatet er utløpt',
        'gyldige dagen var 20. november 2028',
      );
    });

    it('is not valid yet', async () => {
      house.time.now = new Date('2026-11-20T12:00:00Z');
      says(await page(), 'info', 'gjelder ikke ennå', 'fra og med 21. november 2026');
    });

    it('is revoked, since when, and never why', async () => {
      await house.revoke({
        municipalityId: 'skien',
        certificateId: certificate.record.id,
        by: 'hr',
        reason: 'Somebody else sat the test.',
      });
      house.time.now = new Date('2027-03-01T12:00:00Z');
      const html = await page();
      says(html, 'danger', 'trukket tilbake', 'ikke vært gyldig siden 21. november 2026');
      assert.ok(!html.includes('Somebody else'));
    });

    it('is replaced, without saying by which', async () => {
      const passedAt = (house.time.now = new Date('2028-10-01T12:00:00Z'));
      const newer = await house.issued({ cycle: 2, passedAt });
      const html = await page();
      says(html, 'warning', 'erstattet av et nyere', 'Det ble erstattet 1. oktober 2028');
      assert.ok(!html.includes(newer.record.code));
    });
  });

  describe('for a code that is none of ours', () => {
    const unlike = ['0000-0000-0000-0000', 'hello', '7K3M', '<script>', "'; --", 'ü', '%00'];

    it('is the same whether the code is unknown or could not be one', async () => {
      const pages = await Promise.all(
        unlike.map(async (typed) => {
          const response = await open(`/v/${encodeURIComponent(typed)}`);
          const form = await open(`/v?code=${encodeURIComponent(typed)}`);
          assert.deepEqual([response.status, form.status], [404, 404], typed);
          return [wordsOf(response.text), wordsOf(form.text), Object.keys(response.headers).join()];
        }),
      );
      for (const page of pages) assert.deepEqual(page, pages[0]);
      assert.ok(pages[0]?.[0]?.includes('Vi kjenner ikke denne koden'));
    });

    it('is the same for whoever tries a name on it', async () => {
      const known = await open('/v/0000-0000-0000-0000');
      for (const typed of ['0000-0000-0000-0000', 'hello']) {
        const response = await guess('Nilsen', `/v/${typed}`);
        assert.equal(response.status, 404);
        assert.equal(wordsOf(response.text), wordsOf(known.text));
      }
    });

    it('prints what was typed as text', async () => {
      const { text } = await open(`/v?code=${encodeURIComponent('"><script>alert(1)</script>')}`);
      assert.ok(!text.includes('<script>alert'));
    });
  });

  it('asks for a code when there is none', async () => {
    for (const path of ['/v', '/v?code=', '/v?code=%20', '/v?code=a&code=b']) {
      const response = await open(path);
      assert.equal(response.status, 200, path);
      assert.ok(wordsOf(response.text).includes('Skriv koden som står på sertifikatet'));
    }
  });

  describe('shows the name', () => {
    for (const typed of ['Bjørnæs-Nilsen', 'bjørnæs-nilsen', '  BJØRNÆS-NILSEN ', NAME]) {
      it(`to a visitor who types “${typed}”`, async () => {
        const response = await guess(typed);
        assert.equal(response.status, 200);
        assert.ok(wordsOf(response.text).includes(`Innehaver ${NAME}`));
      });
    }

    for (const typed of ['Nilsen', 'Bjørnæs', 'Áile-Máret', '', ' ', '.*', 'Bjørnæs-Nilsen x']) {
      it(`not to one who types “${typed}”`, async () => {
        const response = await guess(typed);
        assert.equal(response.status, 422);
        assert.ok(wordsOf(response.text).includes('ikke etternavnet på dette sertifikatet'));
        assert.ok(!wordsOf(response.text).includes(NAME));
      });
    }

    it('to nobody for a quarter of an hour after five wrong names, right or wrong', async () => {
      for (let n = 0; n < 5; n += 1) assert.equal((await guess(`Hansen ${n}`)).status, 422);
      house.time.now = new Date(examEnd.getTime() + 15 * MINUTE - 1);
      const blocked = await guess('Bjørnæs-Nilsen');
      assert.equal(blocked.status, 429);
      assert.ok(wordsOf(blocked.text).includes('Du kan prøve igjen kl. 20.51'));
      assert.ok(!blocked.text.includes('Nilsen</dd>'));
      house.time.now = new Date(examEnd.getTime() + 15 * MINUTE);
      assert.equal((await guess('Bjørnæs-Nilsen')).status, 200);
    });

    it('still, of another certificate, and the status of this one', async () => {
      for (let n = 0; n < 6; n += 1) await guess('Hansen');
      const other = (await house.issued()).record.code;
      assert.equal((await guess('Bjørnæs-Nilsen', `/v/${other}`)).status, 200);
      assert.equal((await open(`/v/${code}`)).status, 200);
    });

    it('not for a body that is no form', async () => {
      const response = await request(app)
        .post(`/v/${code}`)
        .send({ familyName: { $ne: '' } });
      assert.equal(response.status, 422);
    });
  });
});
