import { join } from 'node:path';
import { z } from 'zod';
import {
  effectiveWeights,
  questionStatistics,
  quizStatistics,
} from '../../../server/scoring/statistics/quiz-statistics.rules.js';
import {
  at,
  column,
  covariance,
  sum,
  totals,
  variance,
} from '../../../server/scoring/statistics/moments.rules.js';
import {
  cell,
  numberIn,
  readCsv,
  readJson,
  ReferenceTable,
  type CsvRow,
  type TableResult,
} from './reference-table.js';

const TOLERANCE = 1.5e-5;
const withGaps = z.array(z.number().nullable());

/** Moodle's quiz report against the values its own tests demand. */
export function moodleTables(folder: string): TableResult[] {
  const moodle = join(folder, 'moodle');
  const results = readCsv(moodle, 'results00.csv');
  const marks = results.map((row) =>
    Object.keys(row)
      .filter((name) => /^slots\.\d+\.mark$/.test(name))
      .map((name) => numberIn(row, name)),
  );
  return [quiz(moodle, marks), questions(moodle, marks), randomAttempts(moodle)].map((table) =>
    table.result(),
  );
}

function quiz(moodle: string, marks: readonly number[][]): ReferenceTable {
  const schema = z.object({ expected: z.record(z.string(), z.number()) });
  const { expected } = readJson(moodle, 'quiz00-expected.json', schema);
  const found = quizStatistics(marks);
  const ours: Record<string, number | null> = {
    median: found.median,
    allattemptsavg: found.mean,
    allattemptscount: found.n,
    standarddeviation: found.deviation,
    skewness: found.skewness,
    kurtosis: found.kurtosis,
    cic: found.cic,
    errorratio: found.errorRatio,
    standarderror: found.standardError,
  };
  const table = new ReferenceTable('moodle/quiz00-expected.json', TOLERANCE, 'relative');
  for (const [name, value] of Object.entries(expected)) table.compare(name, ours[name], value);
  return table;
}

/** Rows of slots, of the question drawn at random into slot 1 (held against the whole total), and of variants of slot 2. */
function questions(moodle: string, marks: readonly number[][]): ReferenceTable {
  const table = new ReferenceTable('moodle/qstats00.csv', TOLERANCE, 'relative');
  const steps = readCsv(moodle, 'steps00.csv');
  const weights = effectiveWeights(marks);
  for (const row of readCsv(moodle, 'qstats00.csv')) {
    const [slot, drawn, variant] = [
      numberIn(row, 'slot'),
      cell(row, 'subqname'),
      cell(row, 'variant'),
    ];
    const here = steps.map(
      (step) =>
        (drawn === '' || step[`randqs.${slot}`] === drawn) &&
        (variant === '' || step[`variants.${slot}`] === variant),
    );
    const own = marks.filter((_row, person) => here[person]);
    const x = column(own, slot - 1);
    const rest = totals(own).map((total, person) => total - at(x, person));
    const others = drawn === '' ? rest : totals(own);
    const found = questionStatistics(x, others, numberIn(row, 'maxmark'));
    const what = `slot ${slot}${drawn && ` ${drawn}`}${variant && ` variant ${variant}`}`;
    const ours: Record<string, number | null | undefined> = {
      s: found.n,
      facility: found.facility,
      sd: found.deviation,
      discriminationindex: found.discriminationIndex,
      discriminativeefficiency: found.discriminativeEfficiency,
      covariance: covariance(x, others),
      markvariance: variance(x),
      othermarkvariance: variance(others),
      effectiveweight: weights[slot - 1],
    };
    for (const [name, value] of Object.entries(ours)) {
      const given = cell(row, name);
      if (given !== '' && given !== '**NULL**')
        table.compare(`${what} ${name}`, value, Number(given));
    }
  }
  return table;
}

function randomAttempts(moodle: string): ReferenceTable {
  const schema = z.object({
    multipliers: z.object({ facility: z.number(), sd: z.number() }),
    facility: withGaps,
    sd: withGaps,
    effectiveweight: withGaps,
    discriminationindex: withGaps,
    discriminativeefficiency: withGaps,
  });
  const expected = readJson(moodle, 'qstats-randomattempts-expected.json', schema);
  const maxMarks = new Map(
    readCsv(moodle, 'mdl_question.csv').map((row) => [cell(row, 'id'), numberIn(row, 'maxmark')]),
  );
  const bySlot = statesBySlot(readCsv(moodle, 'mdl_question_states.csv'));
  const found = bySlot.map((states) => {
    const x = states.map((state) => numberIn(state, 'mark'));
    const others = states.map((state) => numberIn(state, 'sumgrades') - numberIn(state, 'mark'));
    const question = states[0] ? cell(states[0], 'questionid') : '';
    return questionStatistics(x, others, maxMarks.get(question) ?? NaN);
  });
  const people = bySlot[0]?.map((_state, person) =>
    bySlot.map((states) => numberIn(at(states, person), 'mark')),
  );
  const times = (factor: number, value: number | null): number | null =>
    value === null ? null : value * factor;
  const { multipliers } = expected;
  return new ReferenceTable('moodle/qstats-randomattempts-expected.json', TOLERANCE, 'relative')
    .compareAll(
      'facility',
      found.map((one) => times(multipliers.facility, one.facility)),
      expected.facility,
    )
    .compareAll(
      'sd',
      found.map((one) => times(multipliers.sd, one.deviation)),
      expected.sd,
    )
    .compareAll('effective weight', effectiveWeights(people ?? []), expected.effectiveweight)
    .compareAll(
      'discrimination index',
      found.map((one) => one.discriminationIndex),
      expected.discriminationindex,
    )
    .compareAll(
      'discriminative efficiency',
      found.map((one) => one.discriminativeEfficiency),
      expected.discriminativeefficiency,
    )
    .compare('weights in all', sum(effectiveWeights(people ?? []).map((one) => one ?? 0)), 100);
}

/** Every slot's states in the order of the attempts. */
function statesBySlot(states: readonly CsvRow[]): CsvRow[][] {
  const slots = new Map<number, CsvRow[]>();
  for (const state of states) {
    const slot = numberIn(state, 'slot');
    slots.set(slot, [...(slots.get(slot) ?? []), state]);
  }
  return [...slots].sort(([one], [other]) => one - other).map(([, own]) => own);
}
