import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import type { RoleGrant } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { useDatabase } from '../support/database.js';
import { aCertificateApp, signedInAs, wordsOf } from './certificate-app.js';
import {
  aCertificationHouse,
  aMunicipality,
  aPerson,
  worksIn,
  type CertificationHouse,
} from './certification-house.js';

const grant = (role: RoleGrant['role'], changes: Partial<RoleGrant> = {}) => ({
  grants: [{ role, from: plainDate('2020-01-01'), ...changes }],
});

describe('downloading a certificate', () => {
  const database = useDatabase();
  let house: CertificationHouse;
  let app: Express;
  let id: string;

  before(async () => {
    house = await aCertificationHouse(database.connection());
    app = aCertificateApp(house);
    const { municipalities, people } = house;
    await municipalities.put(aMunicipality({ id: 'porsgrunn', slug: 'porsgrunn' }));
    const unit = (unitId: string, path: string[]) =>
      municipalities.putUnit({ id: unitId, municipalityId: 'skien', name: unitId, path });
    await unit('care', ['care']);
    await unit('nursing-home', ['care', 'nursing-home']);
    await unit('ward-2', ['care', 'nursing-home', 'ward-2']);
    await unit('home-care', ['care', 'home-care']);
    for (const person of [
      aPerson({ id: 'nurse', ...worksIn('ward-2') }),
      aPerson({ id: 'colleague', ...worksIn('ward-2') }),
      aPerson({ id: 'hr', ...grant('hr') }),
      aPerson({ id: 'former-hr', ...grant('hr', { to: plainDate('2026-11-20') }) }),
      aPerson({ id: 'author', ...grant('examAuthor') }),
      aPerson({ id: 'head-of-ward', ...grant('unitHead', { unitId: 'ward-2' }) }),
      aPerson({ id: 'head-of-house', ...grant('unitHead', { unitId: 'nursing-home' }) }),
      aPerson({ id: 'head-of-home-care', ...grant('unitHead', { unitId: 'home-care' }) }),
      aPerson({ id: 'head-without-unit', ...grant('unitHead') }),
      aPerson({ id: 'hr', municipalityId: 'porsgrunn', ...grant('hr') }),
    ].map((one) => (one.municipalityId === 'skien' ? one : { ...one, id: 'hr-of-porsgrunn' })))
      await people.put(person);
    id = (await house.issued()).record.id;
  });

  const download = (who: string, certificate = id): Promise<Response> =>
    request(app)
      .get(`/certificates/${certificate}/pdf`)
      .set(signedInAs, who)
      .set('accept', 'text/html')
      .buffer(true)
      .parse((res, done) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          done(null, Buffer.concat(chunks));
        });
      });

  it('gives the holder the sealed file, under a name that says nothing about them', async () => {
    const response = await download('skien/nurse');
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/pdf');
    const disposition = response.headers['content-disposition'];
    assert.equal(disposition, `attachment; filename=sertifikat-${id.slice(0, 8)}.pdf`);
    assert.equal(response.headers['cache-control'], 'no-store');
    const kept = await house.certificates.findFile(id);
    const bytes = response.body as Buffer;
    assert.equal(createHash('sha256').update(bytes).digest('hex'), kept?.sha256);
  });

  it('gives the same bytes twice, and to ten who ask at once for a new one', async () => {
    const fresh = (await house.issued()).record.id;
    const responses = await Promise.all(
      Array.from({ length: 10 }, () => download('skien/nurse', fresh)),
    );
    const later = await download('skien/nurse', fresh);
    for (const { status, body } of [...responses, later]) {
      assert.equal(status, 200);
      assert.ok((body as Buffer).equals(later.body as Buffer));
    }
  });

  const readers: readonly [string, string, number][] = [
    ['HR', 'skien/hr', 200],
    ['the head of the holder’s unit', 'skien/head-of-ward', 200],
    ['the head of a unit above it', 'skien/head-of-house', 200],
    ['the head of another unit', 'skien/head-of-home-care', 404],
    ['a head whose unit nobody has named', 'skien/head-without-unit', 404],
    ['a colleague', 'skien/colleague', 404],
    ['somebody who writes exams', 'skien/author', 404],
    ['somebody who was in HR until yesterday', 'skien/former-hr', 404],
    ['HR of another municipality', 'porsgrunn/hr-of-porsgrunn', 404],
  ];
  for (const [who, reader, status] of readers) {
    it(`is ${status === 200 ? 'for' : 'not for'} ${who}`, async () => {
      assert.equal((await download(reader)).status, status);
    });
  }

  it('looks the same for one that is another’s as for one that is not there', async () => {
    const others = await download('skien/colleague');
    const none = await download('skien/colleague', 'f'.repeat(24));
    const odd = await download('skien/colleague', '%7B%22$ne%22:1%7D');
    assert.deepEqual([others.status, none.status, odd.status], [404, 404, 404]);
    const page = ({ body }: Response): string => wordsOf((body as Buffer).toString());
    assert.equal(page(others), page(none));
    assert.equal(page(odd), page(none));
  });

  it('is for those who are signed in', async () => {
    const response = await request(app)
      .get(`/certificates/${id}/pdf`)
      .set('accept', 'application/json');
    assert.equal(response.status, 401);
  });

  it('goes on for a holder whose certificate is revoked: it stays theirs', async () => {
    const { record } = await house.issued();
    const revocation = { municipalityId: 'skien', by: 'hr', reason: 'x' };
    await house.revoke({ ...revocation, certificateId: record.id });
    assert.equal((await download('skien/nurse', record.id)).status, 200);
  });

  it('tells the holder of a name that can’t be printed what is wrong', async () => {
    await house.people.put(aPerson({ id: 'keiko', givenName: '恵子' }));
    const { record } = await house.issued({ personId: 'keiko' });
    const response = await download('skien/keiko', record.id);
    assert.equal(response.status, 422);
    assert.match(response.headers['content-type'] ?? '', /^text\/html/);
  });
});
