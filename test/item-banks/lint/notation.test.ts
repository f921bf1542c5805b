import assert from 'node:assert/strict';
import { lintProfile, lintChangesSchema } from '../../../server/item-banks/lint/lint-profile.js';
import type { Locale } from '../../../server/platform/locale.js';
import { aNumeric } from '../some-items.js';
import { findingsOf, foundIn, itemSaying } from './some-findings.js';

const SPACE = '\u00a0';

type Row = readonly [locale: Locale, text: string, ...found: (readonly string[])[]];

/** Without a third member nothing must be found. */
const cases: Readonly<Record<string, readonly Row[]>> = {
  N01: [
    ['nb', 'Gi 1,0 mg og 2,50 ml.', ['1,0', '1'], ['2,50', '2,5']],
    ['en', 'Give 5.0 mg.', ['5.0', '5']],
    ['sv', 'Ge 0,500 mg.', ['0,500', '0,5']],
    ['nb', 'Kalium er 4,0 mmol/l, temperaturen 37,0 grader, dosen 10 mg og 0,05 mg.'],
  ],
  N02: [
    ['nb', 'Gi ,5 mg.', [',5', '0,5']],
    ['en', 'Give .25 mg (.5 ml).', ['.25', '0.25'], ['.5', '0.5']],
    ['nb', 'Gi 0,5 mg kl. 8.30, se avsnitt 2.1.'],
  ],
  N03: [
    [
      'nb',
      'Gi 50 mcg, 50 µg eller 50 μg.',
      ['mcg', 'mikrogram'],
      ['µg', 'mikrogram'],
      ['μg', 'mikrogram'],
    ],
    ['en', 'Give 50 ug.', ['ug', 'micrograms']],
    ['sv', 'Ge 50 mikrogram i augusti, drug.'],
  ],
  N04: [
    ['nb', 'Gi 10 IE eller 8E.', ['IE', 'enheter'], ['E', 'enheter']],
    ['nn', 'Gi 10 U.', ['U', 'einingar']],
    ['en', 'Give 10 IU.', ['IU', 'units']],
    ['sv', 'Ge 100 IE.', ['IE', 'enheter']],
    ['sv', 'Ge 10 E.'],
    ['nb', 'Gi 10 enheter. Hepatitt E. 5 E. coli.'],
  ],
  N05: [
    ['nb', 'Gi 10mg og 5 %, ikke 5%.', ['10mg', `10${SPACE}mg`], ['5%', `5${SPACE}%`]],
    ['sv', 'Ge Furosemid40 mg.', ['Furosemid40', `Furosemid${SPACE}40`]],
    ['en', 'Give 5% glucose, 10 mg, with vitamin B12 and a 5G phone.'],
  ],
  N06: [
    [
      'nb',
      'Gi 1.000 mg, 1,000 mg eller 50000 enheter.',
      ['1.000', '1000'],
      ['1,000', '1000'],
      ['50000', `50${SPACE}000`],
    ],
    ['en', 'Give 16,000 units.', ['16,000', `16${SPACE}000`]],
    [
      'nb',
      'Gi 2,125 g, 1000 mg, 10 000 enheter den 15.05.2026 etter HSLF-FS 2017:37, tlf. 22 59 13 00.',
    ],
    ['en', 'Give 2.125 g to a20629ed.'],
  ],
  N07: [
    ['nb', 'Gi 5 mg. til natten og 5 ML.', ['mg.', 'mg'], ['ML', 'ml']],
    ['sv', 'Ge 5 mL.', ['mL', 'ml']],
    ['nb', 'Gi 5 mg. Vent så.\n\nGi 5 ml.\n2. Les.'],
  ],
  N08: [
    ['en', 'Give it QD, 5 cc, per os.', ['QD'], ['per os'], ['cc']],
    ['nb', 'BT er 120. Gi x3d.', ['BT'], ['x3d']],
    ['nb', 'Norges Apotek AS leverer 5 ml to ganger daglig. Den har BDM og QDX.'],
  ],
  N09: [
    ['nb', 'Adrenalin 1:1000 og 1:10 000.', ['1:1000'], ['1:10 000']],
    ['nb', 'Bland 1:4, se HSLF-FS 2017:37 og kl. 11:100.'],
  ],
  N10: [
    ['nb', 'Gi 1/2 tablett.', ['1/2']],
    ['nb', 'Gi ½ tablett, en halv tablett, den 1/2.'],
  ],
  N11: [
    ['nb', 'Ved puls <50, 5 mg + 5 mg.', ['<5'], ['mg + 5']],
    ['en', 'Give every 2° and II tablets.', ['2°'], ['II']],
    ['sv', 'Ge 500 mg/125 mg.', ['0 mg/125 mg']],
    ['nb', 'Vann på 25 °C, 5 mg/ml, 10 mg + 5 mg = 15 mg.'],
  ],
  N12: [
    ['nb', 'Gi MTX og KCl.', ['MTX'], ['KCl']],
    ['nb', 'Hun har MS og tar metotreksat, INR 2.'],
  ],
  N13: [
    ['nb', 'Gi 2.5 mg.', ['2.5', '2,5']],
    ['en', 'Give 2,5 mg.', ['2,5', '2.5']],
    ['nb', 'Gi 2,5 mg kl. 8.30 etter avsnitt 2.1.'],
    ['en', 'Give 2.5 mg.'],
  ],
  N16: [
    ['nb', 'Gi 5 mgr eller 20 mEq.', ['mgr'], ['mEq']],
    ['nb', 'Gi 5 mg, 20 mmol og 5 grupper.'],
  ],
};

describe('how doses are written', () => {
  for (const [code, rows] of Object.entries(cases))
    for (const [locale, text, ...found] of rows)
      it(`${code} ${found.length === 0 ? 'lets through' : 'finds'} in ${locale}: ${text}`, () => {
        assert.deepEqual(foundIn(code, locale, text), found);
      });

  it('says where, in which language and how much of the text', () => {
    const item = itemSaying('sv', { options: { a: 'Ge 1,0 mg', b: 'Ge 2 mg', c: 'Ge 3 mg' } });
    const [finding] = findingsOf('N01', item);
    assert.deepEqual(finding?.place, {
      path: ['texts', 'sv', 'options', 'a'],
      locale: 'sv',
      range: { from: 3, to: 6 },
    });
  });

  it('reads the words that cases put into the stem', () => {
    const item = aNumeric({
      parameters: { drug: { text: true }, dose: { values: ['5'], unit: 'mg' } },
      cases: [{ drug: 'MTX' }, { drug: { nb: 'metotreksat', en: 'MTX' } }],
    });
    assert.deepEqual(
      findingsOf('N12', item).map(({ place }) => [place.path.join('.'), place.locale]),
      [
        ['cases.0.drug', 'nb'],
        ['cases.1.drug.en', 'en'],
      ],
    );
  });
});

describe('what only a profile decides', () => {
  const profile = (changes: object) => lintProfile(lintChangesSchema.parse(changes));

  it('N14: look-alike names that stand together, for the groups it names', () => {
    const item = itemSaying('nb', { rationale: 'Hydralazin er ikke hydrOKSYzin.' });
    assert.deepEqual(findingsOf('N14', item), []);
    const lookAlikes = [['hydrALAZIN', 'hydrOKSYzin']];
    const [finding, ...others] = findingsOf('N14', item, profile({ lookAlikes }));
    assert.equal(finding?.replacement, 'hydrALAZIN');
    assert.deepEqual(others, []);
    const alone = itemSaying('nb', { rationale: 'Hydralazin senker blodtrykket.' });
    assert.deepEqual(findingsOf('N14', alone, profile({ lookAlikes })), []);
  });

  it('N16: the units that the bank knows', () => {
    const few = profile({ units: ['mg', 'ml'] });
    assert.deepEqual(findingsOf('N16', aNumeric(), few), []);
    const [finding] = findingsOf('N16', aNumeric(), profile({ units: ['mg'] }));
    assert.deepEqual(finding?.place.path, ['parameters', 'strength', 'unit']);
    assert.equal(finding.key, 'lint.N16.bank');
  });

  it('N04 and N07: accepted letters for units, and mL', () => {
    const own = profile({ acceptedUnitLetters: { nb: ['IE'] }, millilitre: 'mL' });
    const item = itemSaying('nb', { rationale: 'Gi 10 IE i 5 mL, ikke 5 ml.' });
    assert.deepEqual(findingsOf('N04', item, own), []);
    assert.deepEqual(
      findingsOf('N07', item, own).map(({ replacement }) => replacement),
      ['mL'],
    );
  });
});

describe('the numbers of a parametric item', () => {
  const stem = (text: string) =>
    aNumeric({ texts: { nb: { stem: text, rationale: 'Derfor er det {answer}.' } } });

  it('N15: less than 1 mg of what is labelled in micrograms', () => {
    const small = { dose: { values: ['0.05', '0.1'], unit: 'mg' } };
    const texts = { nb: { stem: 'Gi {dose} levotyroksin.', rationale: 'Derfor.' } };
    const [finding] = findingsOf('N15', aNumeric({ parameters: small, texts }));
    assert.deepEqual(finding?.place.path, ['parameters', 'dose']);
    const written = itemSaying('nb', { stem: 'Hun skal ha 0,05 mg levotyroksin. Hva gjør du?' });
    assert.equal(findingsOf('N15', written)[0]?.params['found'], '0,05 mg');
    const other = itemSaying('nb', { stem: 'Hun skal ha 0,5 mg lorazepam. Hva gjør du?' });
    assert.deepEqual(findingsOf('N15', other), []);
  });

  it('N17: a quantity that is the same in every variant', () => {
    const found = findingsOf('N17', stem('Gi {dose} av 5 mg/ml. Hvor mange ml?'));
    assert.deepEqual(
      found.map(({ params }) => params['found']),
      ['5'],
    );
    assert.deepEqual(findingsOf('N17', stem('Gi {dose}. 1 g er 1000 mg. Det er 3. gang.')), []);
    assert.deepEqual(findingsOf('N17', itemSaying('nb', { stem: 'Gi 5 mg/ml. Hva?' })), []);
  });
});
