import { deepEqual, equal, match, ok } from 'node:assert/strict';
import request from 'supertest';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aPerson, aProgramme } from './a-care-service.js';
import { oversightApp, oversightStores, type OversightStores } from './oversight-app.js';
import {
  headOfGroundFloor,
  headOfSolbakken,
  hr,
  nurse,
  seedTwoMunicipalities,
} from './two-municipalities.js';
import { useDatabase } from '../support/database.js';

const ON_GROUND_FLOOR = ['Jonas Vik', 'Åse Ås'];
const AT_SOLBAKKEN = ['Ingrid Lie', ...ON_GROUND_FLOOR, 'Amir Haddad', 'Karin Öberg'];
const IN_FJORDBY = [
  'Ingrid Lie',
  'Rita Berg',
  'Line Eng',
  'Ola Gran',
  'Jonas Vik',
  'Åse Ås',
  'Petter Dahl',
  'Sara Foss',
  'Amir Haddad',
  'Karin Öberg',
];

/** What a reader sees: the heading, and the names down the first column. */
function seen(html: string): { heading: string; names: string[] } {
  return {
    heading: /<h1[^>]*>([^<]*)</.exec(html)?.[1] ?? '',
    names: [...html.matchAll(/<th scope="row">([^<]*)</g)].map(([, name]) => name ?? ''),
  };
}

describe('Oversight over HTTP', () => {
  const database = useDatabase();
  let stores: OversightStores;

  before(async () => {
    stores = oversightStores(database.connection());
    await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));
    await seedTwoMunicipalities(stores);
  });

  const get = (reader: Person | undefined, path: string) =>
    request(oversightApp(stores, reader)).get(path).set('Accept', 'text/html');
  const page = async (reader: Person, path = '/oversight') => {
    const { text } = await get(reader, path).expect(200);
    return { ...seen(text), text };
  };

  describe('who sees whom', () => {
    it('HR sees the whole municipality, expired first', async () => {
      const { heading, names } = await page(hr);
      equal(heading, 'Fjordby kommune – sertifikater');
      deepEqual(names, IN_FJORDBY);
    });

    it('a unit head sees the own unit and what is below it', async () => {
      const { heading, names } = await page(headOfSolbakken);
      equal(heading, 'Solbakken sykehjem – sertifikater');
      deepEqual(names, AT_SOLBAKKEN);
    });

    it('a unit head sees nothing of the unit above', async () => {
      deepEqual((await page(headOfGroundFloor)).names, ON_GROUND_FLOOR);
    });

    it('nobody of another municipality is on any page, in any list or in any file', async () => {
      for (const path of [
        '/oversight',
        '/oversight?unit=ekbacken',
        '/oversight?unit=ekbacken&q=Astrid',
        '/oversight?q=Nystr',
        '/oversight.csv',
        '/oversight.csv?unit=ekbacken',
      ]) {
        const { text } = await get(hr, path).expect(200);
        // Not even as an echo of the address, beyond the field that was typed into and the links to this page in other languages.
        ok(!/Astrid Nyström|Nyström;Astrid|Ekbacken|Sundby/.test(text), path);
      }
    });

    it('a unit outside the scope in the address changes nothing', async () => {
      deepEqual((await page(hr, '/oversight?unit=ekbacken')).names, IN_FJORDBY);
      const { names, text } = await page(headOfGroundFloor, '/oversight?unit=solbakken');
      deepEqual(names, ON_GROUND_FLOOR);
      ok(!text.includes('Solbakken'));
    });

    it('a grant on a unit of another municipality opens nothing', async () => {
      const wrong = aPerson('Wera Falk', { grants: [{ role: 'unitHead', unitId: 'ekbacken' }] });
      deepEqual((await page(wrong)).names, []);
    });

    it('someone who works in two units shows each head their own', async () => {
      const both = aPerson('Tor Begge', {
        works: [
          ['havna', 'nurse'],
          ['ground-floor', 'assistant'],
        ],
      });
      await stores.people.put(both);
      const { text } = await page(headOfGroundFloor, '/oversight?q=begge');
      match(text, /Pleieassistent<\/td>\s*<td>Første etasje/);
      ok(!text.includes('Havna'));
      await stores.people.put({ ...both, employments: [] });
    });

    it('a nurse without a role gets 403, on the page and for the file', async () => {
      const { text } = await get(nurse, '/oversight').expect(403);
      match(text, /Dette har du ikke tilgang til/);
      equal(seen(text).names.length, 0);
      await get(nurse, '/oversight.csv').expect(403);
    });

    it('a grant that has ended opens nothing any more', async () => {
      const to = plainDate('2026-11-20');
      const former = { ...hr, grants: hr.grants.map((grant) => ({ ...grant, to })) };
      await get(former, '/oversight').expect(403);
    });

    it('somebody who is not signed in is sent to the login, with the way back', async () => {
      const { headers } = await get(undefined, '/oversight?q=lie').expect(302);
      equal(headers['location'], '/?returnTo=%2Foversight%3Fq%3Dlie');
    });
  });

  describe('what it says', () => {
    it('sums up, and tells each status in words', async () => {
      const { text } = await page(hr);
      match(text, /10 ansatte: 1 gyldig, 1 utløper innen 90 dager, 1 utløpt, 1 trukket tilbake/);
      match(text, /data-color="danger">Utløpt</);
      match(text, /data-color="warning">Utløper om 19 dager</);
      match(text, /data-color="success">Gyldig</);
      match(text, /2 av 3 leksjoner igjen i kurset/);
      match(text, /Kan prøve igjen 22..nov..2026 kl..09\.00/);
    });

    it('links to the certificates there are', async () => {
      const { text } = await page(headOfSolbakken);
      const links = [...text.matchAll(/href="(\/certificates\/[^"]+)" aria-label="([^"]+)"/g)];
      deepEqual(
        links.map(([, href, label]) => [href, label]),
        [
          [
            '/certificates/certificate-ingrid-lie-medicines-1/pdf',
            'PDF: sertifikatet til Ingrid Lie',
          ],
          [
            '/certificates/certificate-amir-haddad-medicines-1/pdf',
            'PDF: sertifikatet til Amir Haddad',
          ],
          [
            `/certificates/${encodeURIComponent('certificate-karin-öberg-medicines-1')}/pdf`,
            'PDF: sertifikatet til Karin Öberg',
          ],
        ],
      );
    });

    it('writes a name as text, whatever is in it', async () => {
      const mallory = aPerson('<script>alert(1)</script> O"Hara', { works: [['havna', 'nurse']] });
      await stores.people.put({ ...mallory, id: 'mallory' });
      const { text } = await get(hr, '/oversight?q=%3Cscript').expect(200);
      ok(!text.includes('<script>alert'));
      match(text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
      await stores.people.put({ ...mallory, id: 'mallory', employments: [] });
    });

    it('says what to do when nobody is there', async () => {
      match((await page(hr, '/oversight?q=zzz')).text, /Ingen passer til det du har valgt/);
    });
  });

  describe('filters and order', () => {
    for (const [query, names] of [
      ['unit=solbakken', AT_SOLBAKKEN],
      ['unit=ground-floor', ON_GROUND_FLOOR],
      ['status=expired', ['Ingrid Lie']],
      ['status=expiringSoon&status=expired', ['Ingrid Lie', 'Amir Haddad']],
      ['role=healthWorker', ['Ingrid Lie', 'Line Eng']],
      ['q=ås', ['Åse Ås']],
      ['q=lie, ingrid', ['Ingrid Lie']],
      ['programme=medicines', IN_FJORDBY],
      ['programme=unknown&status=unknown&role=unknown&sort=unknown&page=x', IN_FJORDBY],
      ['unit=solbakken&role=assistant&status=notStarted', ['Jonas Vik']],
    ] as const)
      it(`?${query} shows ${names.length}`, async () => {
        deepEqual((await page(hr, `/oversight?${encodeURI(query)}`)).names, names);
      });

    it('names in the order of the Norwegian alphabet, by family name', async () => {
      const { names } = await page(headOfSolbakken, '/oversight?sort=name');
      deepEqual(names, ['Amir Haddad', 'Ingrid Lie', 'Jonas Vik', 'Karin Öberg', 'Åse Ås']);
    });

    it('dates either way, with those who have none last', async () => {
      const { names } = await page(headOfSolbakken, '/oversight?sort=validTo');
      deepEqual(names, ['Ingrid Lie', 'Amir Haddad', 'Karin Öberg', 'Jonas Vik', 'Åse Ås']);
      const turned = await page(headOfSolbakken, '/oversight?sort=validTo&order=desc');
      deepEqual(turned.names, ['Karin Öberg', 'Amir Haddad', 'Ingrid Lie', 'Jonas Vik', 'Åse Ås']);
      match(turned.text, /aria-sort="descending"/);
    });

    it('offers the units as a tree, with the chosen one chosen', async () => {
      const { text } = await page(headOfSolbakken, '/oversight?unit=ground-floor');
      match(text, /<option value="solbakken">Solbakken sykehjem/);
      match(text, /<option value="ground-floor" selected>\u00A0\u00A0\u00A0Første etasje/);
      ok(!text.includes('Havna'));
    });

    it('tells two programmes apart, each with its own certificates', async () => {
      const municipality = await stores.municipalities.find('fjordby');
      ok(municipality);
      await stores.programmes.add(aProgramme({ id: 'insulin', titles: { nb: 'Insulin' } }));
      const requirement = {
        programmeId: 'insulin',
        unitId: 'solbakken',
        jobRoles: ['nurse' as const],
        reason: { nb: 'Solbakken gir insulin.' },
      };
      const requirements = [...municipality.requirements, requirement];
      await stores.municipalities.put({ ...municipality, requirements });
      const { text, names } = await page(hr, '/oversight?programme=insulin');
      deepEqual(names, ['Karin Öberg', 'Åse Ås']);
      match(text, /2 ansatte: 1 ikke startet, 1 tar kurset/);
      match((await page(hr)).text, /10 ansatte, 12 krav om sertifikat: 1 gyldig/);
      await stores.municipalities.put(municipality);
    });
  });

  describe('pages and file', () => {
    const crowd = Array.from({ length: 205 }, (_none, number) =>
      aPerson(`Vikar Nr${String(number).padStart(3, '0')}`, { works: [['havna', 'assistant']] }),
    );
    before(async () => {
      await Promise.all(crowd.map((person) => stores.people.put(person)));
    });

    it('shows a hundred a page, and keeps the filters from page to page', async () => {
      const { names, text } = await page(hr, '/oversight?q=vikar&sort=name&page=3');
      deepEqual(names, ['Vikar Nr200', 'Vikar Nr201', 'Vikar Nr202', 'Vikar Nr203', 'Vikar Nr204']);
      match(text, /Viser 201–205 av 205/);
      match(text, /href="\/oversight\?q&#x3D;vikar&amp;sort&#x3D;name&amp;page&#x3D;2"/);
    });

    it('writes everyone into the file, with the same filters', async () => {
      const { text, headers } = await get(hr, '/oversight.csv?q=vikar&page=3').expect(200);
      equal(headers['content-type'], 'text/csv; charset=utf-8');
      equal(
        headers['content-disposition'],
        'attachment; filename=sertifikater-fjordby-2026-11-21.csv',
      );
      const lines = text.split('\r\n');
      equal(lines.length, 207);
      equal(
        lines[0],
        '\uFEFFEtternavn;Fornavn;Stilling;Enhet;Program;Status;Gyldig til;Trukket tilbake;Neste steg',
      );
      equal(
        lines[1],
        'Nr000;Vikar;Pleieassistent;Havna hjemmetjeneste;Legemiddelhåndtering;Ikke startet;;;Må ta kurset',
      );
    });
  });
});
