import { z } from 'zod';
import { mantelHaenszel } from '../../../server/scoring/statistics/differential-functioning.rules.js';
import {
  itemRestBiserial,
  itemRestCorrelation,
  restScores,
} from '../../../server/scoring/statistics/discrimination.rules.js';
import {
  column,
  columns,
  correlation,
  mean,
  standardDeviation,
  totals,
  type Scores,
} from '../../../server/scoring/statistics/moments.rules.js';
import {
  choiceCorrelation,
  optionTable,
  scoreGroups,
} from '../../../server/scoring/statistics/option-table.rules.js';
import {
  alpha,
  alphaWithout,
  guttmanLambda6,
  kr20,
  kr21,
  lengthened,
  standardErrorOfMeasurement,
} from '../../../server/scoring/statistics/reliability.rules.js';
import {
  cell,
  numberIn,
  numbers,
  readCsv,
  readJson,
  ReferenceTable,
  type TableResult,
} from './reference-table.js';
import { lsatPatterns, verbalPeople } from './response-data.js';

const TOLERANCE = 1e-9;

const classical = z.object({
  alpha: z.number(),
  meanTotal: z.number(),
  sdTotal: z.number(),
  pbis_total: numbers,
  pbis_rest: numbers,
  alpha_drop: numbers,
  sem: z.number(),
});
const lsat = z.object({ p: numbers, ctt: classical });
const expectedSchema = z.object({
  LSAT6: lsat,
  LSAT7: lsat,
  CTT: z.object({
    alpha_CTT: z.number(),
    alpha_psych: z.number(),
    kr: z.object({ kr20_pop: z.number(), kr21: z.number() }),
    mean: z.number(),
    sd: z.number(),
    r_drop: numbers,
    raw_r: numbers,
    sem: z.number(),
    guttman_lambda6: z.number(),
    spearman_brown_double: z.number(),
  }),
  verbal: z.object({ alpha: z.number(), mean: z.number(), sd: z.number() }),
});

/** Classical test statistics and DIF against R (psych, CTT, mantelhaen.test). */
export function classicalTables(folder: string): TableResult[] {
  const expected = readJson(folder, 'expected-r.json', expectedSchema);
  const choices = readCsv(folder, 'ctt-responses.csv').map((row) => Object.values(row));
  const key = readCsv(folder, 'ctt-key.csv').map((row) => cell(row, 'key'));
  const scores = choices.map((row) => row.map((choice, item) => (choice === key[item] ? 1 : 0)));
  return [
    lsatTable(folder, 'LSAT6', expected.LSAT6),
    lsatTable(folder, 'LSAT7', expected.LSAT7),
    wholeTest(scores, expected.CTT),
    verbalTest(folder, expected.verbal),
    itemAnalysis(folder, scores),
    distractors(folder, choices, key, scores),
    differentialFunctioning(folder),
  ].map((table) => table.result());
}

const itemTotal = (scores: Scores): (number | null)[] =>
  columns(scores).map((item) => correlation(item, totals(scores)));
const itemRest = (scores: Scores): (number | null)[] =>
  columns(scores).map((_item, index) => itemRestCorrelation(scores, index));
const withoutEach = (scores: Scores): (number | null)[] =>
  columns(scores).map((_item, index) => alphaWithout(scores, index));

function lsatTable(
  folder: string,
  name: 'LSAT6' | 'LSAT7',
  { p, ctt }: z.infer<typeof lsat>,
): ReferenceTable {
  const scores = lsatPatterns(folder, name).flatMap((pattern) =>
    Array.from({ length: pattern.people }, () => pattern.scores),
  );
  const all = totals(scores);
  const reliability = alpha(scores);
  return new ReferenceTable(`expected-r.json ${name} classical`, TOLERANCE)
    .compareAll('p', columns(scores).map(mean), p)
    .compare('alpha', reliability, ctt.alpha)
    .compare('mean', mean(all), ctt.meanTotal)
    .compare('sd', standardDeviation(all), ctt.sdTotal)
    .compareAll('item-total', itemTotal(scores), ctt.pbis_total)
    .compareAll('item-rest', itemRest(scores), ctt.pbis_rest)
    .compareAll('alpha without', withoutEach(scores), ctt.alpha_drop)
    .compare(
      'SEM',
      standardErrorOfMeasurement(standardDeviation(all), reliability ?? NaN),
      ctt.sem,
    );
}

function wholeTest(
  scores: Scores,
  expected: z.infer<typeof expectedSchema>['CTT'],
): ReferenceTable {
  const all = totals(scores);
  const reliability = alpha(scores) ?? NaN;
  return new ReferenceTable('expected-r.json CTT', TOLERANCE)
    .compare('alpha (CTT)', reliability, expected.alpha_CTT)
    .compare('alpha (psych)', reliability, expected.alpha_psych)
    .compare('KR-20', kr20(scores), expected.kr.kr20_pop)
    .compare('KR-21', kr21(all, columns(scores).length), expected.kr.kr21)
    .compare('mean', mean(all), expected.mean)
    .compare('sd', standardDeviation(all), expected.sd)
    .compareAll('item-rest', itemRest(scores), expected.r_drop)
    .compareAll('item-total', itemTotal(scores), expected.raw_r)
    .compare('SEM', standardErrorOfMeasurement(standardDeviation(all), reliability), expected.sem)
    .compare('lambda 6', guttmanLambda6(scores), expected.guttman_lambda6)
    .compare('twice as long', lengthened(reliability, 2), expected.spearman_brown_double);
}

function verbalTest(
  folder: string,
  expected: z.infer<typeof expectedSchema>['verbal'],
): ReferenceTable {
  const scores = verbalPeople(folder).map((person) => person.scores);
  const all = totals(scores);
  return new ReferenceTable('expected-r.json verbal classical', TOLERANCE)
    .compare('alpha', alpha(scores), expected.alpha)
    .compare('mean', mean(all), expected.mean)
    .compare('sd', standardDeviation(all), expected.sd);
}

function itemAnalysis(folder: string, scores: Scores): ReferenceTable {
  const table = new ReferenceTable('ctt-item-analysis-expected.csv', TOLERANCE);
  readCsv(folder, 'ctt-item-analysis-expected.csv').forEach((row, item) => {
    const name = cell(row, 'itemName');
    table
      .compare(`${name} p`, mean(column(scores, item)), numberIn(row, 'itemMean'))
      .compare(`${name} item-rest`, itemRestCorrelation(scores, item), numberIn(row, 'pBis'))
      .compare(`${name} biserial`, itemRestBiserial(scores, item), numberIn(row, 'bis'))
      .compare(
        `${name} alpha without`,
        alphaWithout(scores, item),
        numberIn(row, 'alphaIfDeleted'),
      );
  });
  return table;
}

function distractors(
  folder: string,
  choices: readonly (readonly string[])[],
  key: readonly string[],
  scores: Scores,
): ReferenceTable {
  const table = new ReferenceTable('ctt-distractor-analysis-expected.csv', TOLERANCE);
  const all = totals(scores);
  const groupOf = scoreGroups(all, 4);
  for (const row of readCsv(folder, 'ctt-distractor-analysis-expected.csv')) {
    const item = Number(cell(row, 'item').slice(1)) - 1;
    const option = cell(row, 'key');
    const chosen = choices.map((person) => person[item] ?? null);
    const [found] = optionTable({
      key: key[item] ?? '',
      options: [option],
      chosen,
      rest: restScores(scores, item),
      groupOf,
      groups: 4,
    });
    const what = `${cell(row, 'item')} ${option}`;
    table
      .compare(`${what} is key`, found?.isKey ? 1 : 0, cell(row, 'correct') === '*' ? 1 : 0)
      .compare(`${what} n`, found?.n, numberIn(row, 'n'))
      .compare(`${what} share`, found?.share, numberIn(row, 'rspP'))
      .compare(`${what} pBis`, choiceCorrelation(chosen, option, all), numberIn(row, 'pBis'))
      .compare(`${what} discrimination`, found?.discrimination, numberIn(row, 'discrim'))
      .compareAll(
        `${what} group`,
        found?.shareByGroup ?? [],
        ['lower', 'mid50', 'mid75', 'upper'].map((name) => numberIn(row, name)),
      );
    if (found?.isKey)
      table.compare(`${what} point-biserial`, found.pointBiserial, numberIn(row, 'pBis'));
  }
  return table;
}

function differentialFunctioning(folder: string): ReferenceTable {
  const table = new ReferenceTable('verbal-mh-dif-gender-expected.csv', TOLERANCE);
  const people = verbalPeople(folder);
  const all = totals(people.map(({ scores }) => scores));
  readCsv(folder, 'verbal-mh-dif-gender-expected.csv').forEach((row, item) => {
    const found = mantelHaenszel(
      people.map(({ scores, gender }, person) => ({
        right: scores[item] === 1,
        focal: gender === 0,
        stratum: all[person] ?? NaN,
      })),
    );
    table
      .compare(`${cell(row, 'item')} chi-square`, found?.chiSquare, numberIn(row, 'chisq'))
      .compare(`${cell(row, 'item')} odds ratio`, found?.oddsRatio, numberIn(row, 'or'));
  });
  return table;
}
