import assert from 'node:assert/strict';
import type { Standing } from '../../server/attempts/gate.js';
import type { CertificateEvent } from '../../server/certification/certificate.js';
import { programmeCard } from '../../server/home/home.view.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { theBank } from '../item-banks/the-bank.js';
import { aCertificateUntil } from '../support/a-past-certificate.js';
import { rendered, texts } from '../support/rendered.js';
import { aProgramme, PROGRAMME } from '../support/some-staff.js';
import { anAttempt, aStanding, failedAttempt, now, type StandingInWords } from './a-standing.js';

const COURSE = `/courses/${PROGRAMME}`;
const EXAM = `/programmes/${PROGRAMME}/exam`;

const until = new Date('2026-11-03T08:00:00.000Z');
const revoked: CertificateEvent = { kind: 'revoked', at: now, by: 'hr', reason: 'Feil person' };

describe('the card of a programme', () => {
  let programme: Standing['programme'];

  before(async () => {
    programme = aProgramme((await theBank()).template);
  });

  const card = (words: StandingInWords, locale: Locale = 'nb') =>
    programmeCard(aStanding(programme, words), texts(locale), locale);

  const open = (lessonsLeft: number) => ({ state: 'open', lessonsLeft }) as const;
  const valid = aCertificateUntil('2028-11-01');
  const lapsing = aCertificateUntil('2026-11-30');
  const lapsed = aCertificateUntil('2026-11-01');

  const cases: readonly [
    state: string,
    words: StandingInWords,
    status: RegExp,
    next: RegExp,
    href: string,
    colour: string,
  ][] = [
    ['not begun', { course: open(11) }, /^Ikke startet$/, /ta e-læringskurset/, COURSE, 'neutral'],
    [
      'in the course',
      { course: open(4), courseStarted: true },
      /^I gang med kurset$/,
      /4 leksjoner er igjen/,
      COURSE,
      'info',
    ],
    [
      'in the last lesson',
      { course: open(1), courseStarted: true },
      /^I gang med kurset$/,
      /1 leksjon er igjen/,
      COURSE,
      'info',
    ],
    ['ready for the exam', {}, /^Klar for prøven$/, /Sett av 60 minutter/, EXAM, 'info'],
    [
      'too long after the course',
      { course: { state: 'tooOld' } },
      /^Ikke startet$/,
      /ta kurset på nytt/,
      COURSE,
      'neutral',
    ],
    [
      'in the exam',
      { openAttemptId: 'a1', attempts: [anAttempt({ state: 'inProgress' })] },
      /^Prøven pågår$/,
      /leveres automatisk kl\. 10\.00/,
      '/attempts/a1/pages/1',
      'info',
    ],
    [
      'failed and cooling off',
      { attempts: [failedAttempt()], reasons: [{ code: 'cool-off', until }] },
      /^Ikke bestått ennå$/,
      /Du kan prøve igjen 3\. november 2026 09\.00/,
      '',
      'danger',
    ],
    [
      'failed for good',
      { attempts: [failedAttempt()], reasons: [{ code: 'no-attempts-left', used: 3 }] },
      /^Ikke bestått ennå$/,
      /Snakk med lederen din/,
      '',
      'danger',
    ],
    [
      'failed and free',
      { attempts: [failedAttempt()] },
      /^Ikke bestått ennå$/,
      /ta prøven/,
      EXAM,
      'danger',
    ],
    [
      'certified',
      { certificates: [valid] },
      /^Gyldig til 1\. november 2028$/,
      /fornye fra 3\. august 2028/,
      '',
      'success',
    ],
    [
      'about to lapse',
      { certificates: [lapsing] },
      /^Utløper om 28 dager$/,
      /ta prøven.*Fornyes innen 30\. november 2026/,
      EXAM,
      'warning',
    ],
    [
      'about to lapse, with the course to take',
      { certificates: [lapsing], course: { state: 'tooOld' } },
      /^Utløper om 28 dager$/,
      /ta kurset på nytt.*Fornyes innen/,
      COURSE,
      'warning',
    ],
    [
      'on the last but one day',
      { certificates: [aCertificateUntil('2026-11-03')] },
      /^Utløper om 1 dag$/,
      /Fornyes innen 3\. november 2026/,
      EXAM,
      'warning',
    ],
    [
      'on the last day',
      { certificates: [aCertificateUntil('2026-11-02')] },
      /^Utløper i dag$/,
      /Fornyes innen 2\. november 2026/,
      EXAM,
      'warning',
    ],
    [
      'lapsed',
      { certificates: [lapsed], course: { state: 'tooOld' } },
      /^Utløpt 1\. november 2026$/,
      /ta kurset på nytt/,
      COURSE,
      'danger',
    ],
    [
      'revoked',
      { certificates: [aCertificateUntil('2028-11-01', { events: [revoked] })] },
      /^Trukket tilbake$/,
      /ta prøven/,
      EXAM,
      'danger',
    ],
    [
      'in a renewal that failed, while the certificate still runs',
      {
        certificates: [lapsing],
        attempts: [failedAttempt()],
        reasons: [{ code: 'cool-off', until }],
      },
      /^Utløper om 28 dager$/,
      /Du kan prøve igjen.*Fornyes innen 30\. november 2026/,
      '',
      'warning',
    ],
  ];
  for (const [state, words, status, next, href, colour] of cases)
    it(`of somebody ${state} has its status, what is next and ${href === '' ? 'no button' : 'one button'}`, () => {
      const view = card(words);
      assert.match(view.status, status);
      assert.match(view.next, next);
      assert.equal(view.actionHref, href);
      assert.equal(view.colour, colour);
      if (href !== '') assert.notEqual(view.actionText, '');
    });

  it('says why: the requirement, the job and the unit', () => {
    assert.equal(
      card({}).why,
      'Hvorfor: Du deler ut legemidler. Stillingen din: Sykepleier i Solbakken sykehjem.',
    );
  });

  describe('and its steps', () => {
    const states = (words: StandingInWords): string[] =>
      card(words).steps.map(({ state }) => state);
    it('go from the course to the certificate', () => {
      assert.deepEqual(states({ course: open(3) }), ['Nå', 'Senere', 'Senere']);
      assert.deepEqual(states({}), ['Ferdig', 'Nå', 'Senere']);
      assert.deepEqual(states({ certificates: [valid] }), ['Ferdig', 'Ferdig', 'Ferdig']);
    });

    it('begin anew in the window of renewal', () => {
      assert.deepEqual(states({ certificates: [lapsing], course: { state: 'tooOld' } }), [
        'Nå',
        'Senere',
        'Senere',
      ]);
    });
  });

  describe('and what came before', () => {
    it('does not name the certificate that holds good: that is at hand already', () => {
      const view = card({ certificates: [valid] });
      assert.deepEqual(view.earlier, []);
      assert.deepEqual(view.certificate, {
        pdfHref: `/certificates/${valid.record.id}/pdf`,
        verifyHref: `/v/${valid.record.code}`,
      });
    });

    it('names one that has lapsed or been revoked, which is not at hand any more', () => {
      for (const [certificate, word] of [
        [lapsed, 'utløpt'],
        [aCertificateUntil('2028-11-01', { events: [revoked] }), 'trukket tilbake'],
      ] as const) {
        const view = card({ certificates: [certificate] });
        assert.equal(view.certificate, false);
        assert.match(view.earlier[0]?.text ?? '', new RegExp(`: ${word}$`));
      }
    });

    it('names the ones that were renewed', () => {
      const replaced = aCertificateUntil('2026-11-30', {
        events: [{ kind: 'replaced', at: now, byCertificateId: 'later' }],
      });
      const renewed = aCertificateUntil('2028-11-01', { cycle: 2 });
      const view = card({ certificates: [renewed, replaced] });
      assert.deepEqual(
        view.earlier.map(({ href }) => href),
        [`/v/${replaced.record.code}`],
      );
    });

    it('names every attempt that is over, with how it went', () => {
      const attempts = [
        failedAttempt(),
        anAttempt({ id: 'a2', state: 'annulled' }),
        anAttempt({ id: 'a3', state: 'inProgress' }),
      ];
      assert.deepEqual(card({ attempts }).earlier, [
        { href: '/attempts/a1/result', text: 'Prøve 1. november 2026: ikke bestått' },
        { href: '/attempts/a2/result', text: 'Prøve 1. november 2026: annullert' },
      ]);
    });
  });

  for (const locale of LOCALES)
    it(`is printed in ${locale} in every state`, () => {
      const programmes = cases.map(([, words]) => card(words, locale));
      const model = {
        left: false,
        notPlaced: false,
        nothingRequired: false,
        reference: '',
        programmes,
        kept: [],
      };
      const html = rendered('home/home', locale, model);
      assert.equal(html.match(/<section/g)?.length, cases.length);
      assert.doesNotMatch(html, /\{\{|undefined/);
    });
});
