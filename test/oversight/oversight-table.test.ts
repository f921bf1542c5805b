import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { aPerson, aProgramme } from './a-care-service.js';
import {
  AT_SOLBAKKEN,
  headOfSolbakken,
  hr,
  IN_FJORDBY,
  ON_GROUND_FLOOR,
} from './two-municipalities.js';
import { useOversight } from './use-oversight.js';

describe('The table of the oversight', () => {
  const { stores, get, page } = useOversight();

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
      await stores().people.put({ ...mallory, id: 'mallory' });
      const { text } = await get(hr, '/oversight?q=%3Cscript').expect(200);
      ok(!text.includes('<script>alert'));
      match(text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
      await stores().people.put({ ...mallory, id: 'mallory', employments: [] });
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
      const municipality = await stores().municipalities.find('fjordby');
      ok(municipality);
      await stores().programmes.add(aProgramme({ id: 'insulin', titles: { nb: 'Insulin' } }));
      const requirement = {
        id: 'insulin',
        programmeId: 'insulin',
        unitId: 'solbakken',
        jobRoles: ['nurse' as const],
        reason: { nb: 'Solbakken gir insulin.' },
      };
      const requirements = [...municipality.requirements, requirement];
      await stores().municipalities.put({ ...municipality, requirements });
      const { text, names } = await page(hr, '/oversight?programme=insulin');
      deepEqual(names, ['Karin Öberg', 'Åse Ås']);
      match(text, /2 ansatte: 1 ikke startet, 1 tar kurset/);
      match((await page(hr)).text, /10 ansatte, 12 krav om sertifikat: 1 gyldig/);
      await stores().municipalities.put(municipality);
    });
  });

  describe('pages and file', () => {
    const crowd = Array.from({ length: 205 }, (_none, number) =>
      aPerson(`Vikar Nr${String(number).padStart(3, '0')}`, { works: [['havna', 'assistant']] }),
    );
    before(async () => {
      await Promise.all(crowd.map((person) => stores().people.put(person)));
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
