import { deepEqual, equal } from 'node:assert/strict';
import { STATUSES, type Status } from '../../server/oversight/certification-status.rules.js';
import { filtersFrom } from '../../server/oversight/filters.js';
import type { Overview, OverviewRow } from '../../server/oversight/overview.js';
import { csvFileName, overviewCsv } from '../../server/oversight/overview-csv.view.js';
import { overviewPage } from '../../server/oversight/overview.view.js';
import { readTexts, textsOf } from '../../server/platform/http/i18n.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aPerson, aProgramme, timeZone, today } from './a-care-service.js';

const texts = readTexts();
const words = (locale: Locale) => ({ t: texts(locale), locale, timeZone });

function aRow(changes: Partial<OverviewRow> = {}): OverviewRow {
  const status: Status = changes.status ?? 'valid';
  return {
    person: aPerson('Ingrid Lie'),
    programme: aProgramme(),
    jobRole: 'nurse',
    unitName: 'Solbakken',
    status,
    rank: STATUSES.indexOf(status),
    reason: { code: 'runs', daysLeft: 478 },
    next: { code: 'renew-from', opensOn: plainDate('2027-12-15') },
    validTo: plainDate('2028-03-14'),
    certificateId: 'certificate-1',
    ...changes,
  };
}

function anOverview(changes: Partial<Overview> = {}): Overview {
  return {
    municipality: { name: 'Fjordby kommune', slug: 'fjordby', timeZone },
    today,
    filters: filtersFrom({}),
    places: ['Solbakken sykehjem'],
    people: 1,
    counts: {
      ...(Object.fromEntries(STATUSES.map((s) => [s, 0])) as Overview['counts']),
      valid: 1,
    },
    windowDays: 90,
    rows: [aRow()],
    units: [],
    jobRoles: ['nurse'],
    programmes: [aProgramme()],
    ...changes,
  };
}

const page = (changes: Partial<Overview>, locale: Locale = 'nb') =>
  overviewPage(anOverview(changes), words(locale));

describe('The page of the overview', () => {
  it('sums up in one sentence, what is well first', () => {
    const counts = {
      ...anOverview().counts,
      valid: 31,
      expiringSoon: 4,
      expired: 2,
      notStarted: 1,
    };
    equal(
      page({ people: 38, counts }).summary,
      '38 ansatte: 31 gyldige, 4 utløper innen 90 dager, 2 utløpt, 1 ikke startet',
    );
    equal(
      page({ people: 38, counts }, 'sv').summary,
      '38 anställda: 31 giltiga, 4 går ut inom 90 dagar, 2 har gått ut, 1 ej påbörjad',
    );
  });

  it('names no number of days when programmes differ in it, and counts what is required when people have several', () => {
    const counts = { ...anOverview().counts, valid: 1, expiringSoon: 1 };
    equal(
      page({ counts, windowDays: undefined }, 'en').summary,
      '1 employee, 2 required certificates: 1 valid, 1 expires soon',
    );
  });

  it('names several units as a list in the language of the reader', () => {
    equal(
      page({ places: ['Havna', 'Solbakken'] }, 'sv').heading,
      'Havna och Solbakken – certifikat',
    );
    equal(page({ places: [] }).heading, 'Fjordby kommune – sertifikater');
  });

  for (const [daysLeft, expected] of [
    [0, 'Utløper i dag'],
    [1, 'Utløper om 1 dag'],
    [19, 'Utløper om 19 dager'],
  ] as const)
    it(`says "${expected}" with ${daysLeft} days left`, () => {
      const row = aRow({ status: 'expiringSoon', reason: { code: 'runs', daysLeft } });
      const [shown] = page({ rows: [row] }).rows;
      deepEqual([shown?.status, shown?.colour], [expected, 'warning']);
    });

  it('tells when a failed candidate can try again, by the clock of the municipality', () => {
    const next = {
      code: 'wait',
      until: new Date('2026-11-22T08:05:00Z'),
      attemptsLeft: 1,
    } as const;
    const row = aRow({ status: 'failed', reason: { code: 'no-certificate' }, next });
    equal(
      page({ rows: [row] }).rows[0]?.next?.replaceAll('\u00A0', ' '),
      'Kan prøve igjen 22. nov. 2026 kl. 09.05',
    );
  });

  it('links to the certificate, but not to one that was revoked', () => {
    equal(page({}).rows[0]?.certificate?.href, '/certificates/certificate-1/pdf');
    const reason = { code: 'revoked', on: plainDate('2026-10-01') } as const;
    const [shown] = page({ rows: [aRow({ status: 'revoked', reason })] }).rows;
    equal(shown?.certificate, null);
    equal(shown.status.replaceAll('\u00A0', ' '), 'Trukket tilbake 1. okt. 2026');
  });

  it('shows a hundred rows at a time, and the last page for any number beyond it', () => {
    const rows = Array.from({ length: 230 }, () => aRow());
    const at = (number: number) => page({ rows, filters: { ...filtersFrom({}), page: number } });
    deepEqual(
      [1, 3, 99].map((number) => [at(number).rows.length, at(number).paging?.text]),
      [
        [100, 'Viser 1–100 av 230'],
        [30, 'Viser 201–230 av 230'],
        [30, 'Viser 201–230 av 230'],
      ],
    );
    deepEqual(
      [at(1), at(2), at(3)].map(({ paging }) => [paging?.previousHref, paging?.nextHref]),
      [
        [null, '/oversight?page=2'],
        ['/oversight', '/oversight?page=3'],
        ['/oversight?page=2', null],
      ],
    );
    equal(page({ rows: rows.slice(0, 100) }).paging, null);
  });

  it('turns the order at a second click on the same column, and begins at page one', () => {
    const filters = filtersFrom({ sort: 'validTo', q: 'lie', page: '2' });
    const sorts = page({ filters }).columns.map(({ sort }) => sort);
    deepEqual(
      [sorts[1]?.state, sorts[1]?.href, sorts[2]?.state, sorts[2]?.href],
      ['none', '/oversight?q=lie', 'ascending', '/oversight?q=lie&sort=validTo&order=desc'],
    );
  });

  it('names the programme only when there are several', () => {
    equal(page({}).rows[0]?.programme, null);
    const programmes = [aProgramme(), aProgramme({ id: 'insulin', titles: { nb: 'Insulin' } })];
    const several = page({ programmes });
    equal(several.rows[0]?.programme, 'Legemiddelhåndtering');
    equal(several.columns.length, several.columns.filter(({ text }) => text !== '').length);
    equal(several.columns.length, 7);
  });

  it('says what to do when nobody is there, and otherwise how to see everyone again', () => {
    const empty = { rows: [], people: 0 };
    const nobody = page(empty);
    equal(nobody.empty?.startsWith('Ingen som arbeider her i dag'), true);
    equal(nobody.narrowed, null);
    const filtered = page({ ...empty, filters: filtersFrom({ q: 'zzz' }) });
    equal(filtered.empty, 'Ingen passer til det du har valgt.');
    equal(filtered.narrowed?.showAllHref, '/oversight');
    equal(filtered.filters.open, true);
  });
});

describe('The file of the overview', () => {
  it('has a header in the language of the reader and ISO dates', () => {
    const csv = overviewCsv(anOverview(), words('sv'));
    equal(
      csv,
      '\uFEFFEfternamn;Förnamn;Befattning;Enhet;Program;Status;Giltigt till;Återkallat;Nästa steg\r\n' +
        'Lie;Ingrid;Sjuksköterska;Solbakken;Läkemedelshantering;Giltigt;2028-03-14;;Kan förnyas från 15 dec. 2027\r\n',
    );
  });

  it('holds every row, whatever page is shown', () => {
    const rows = Array.from({ length: 230 }, () => aRow());
    const filters = { ...filtersFrom({}), page: 3 };
    equal(overviewCsv(anOverview({ rows, filters }), words('nb')).split('\r\n').length, 232);
  });

  it('runs no formula that somebody has for a name', () => {
    const person = aPerson('Ingrid =HYPERLINK("http://x")');
    const [, line] = overviewCsv(anOverview({ rows: [aRow({ person })] }), words('nb')).split(
      '\r\n',
    );
    equal(line?.startsWith(`"'=HYPERLINK(""http://x"")";Ingrid;`), true);
  });

  it('is named by municipality and date', () => {
    equal(csvFileName(anOverview(), words('nb')), 'sertifikater-fjordby-2026-11-21.csv');
  });
});

describe('Texts of the overview', () => {
  const own = (locale: Locale) =>
    Object.entries(textsOf(locale)).filter(([key]) => /^(oversight|status|jobRole)\./.test(key));

  it('are the same keys with the same values in every language', () => {
    const shape = (locale: Locale) =>
      own(locale)
        .map(([key, text]) => `${key} ${(text.match(/\{\{\w+\}\}/g) ?? []).sort().join('')}`)
        .sort();
    for (const locale of LOCALES) deepEqual(shape(locale), shape('nb'));
  });

  it('have words for every status and job role', () => {
    for (const locale of LOCALES)
      for (const status of STATUSES) equal(texts(locale)(`status.${status}`).length > 0, true);
  });
});
