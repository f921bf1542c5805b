import {
  ascending,
  columns,
  covariance,
  mean,
  quantile,
  shape,
  standardDeviation,
  sum,
  totals,
  variance,
  type Scores,
} from './moments.rules.js';

// What Moodle's quiz report prints, for authors who know it from there. Source: moodle/moodle 4.5, question/classes/statistics/questions/calculator.php
// and mod/quiz/report/statistics/classes/calculator.php. Like Moodle's, these are for people who all met the same items.

export interface QuestionStatistics {
  readonly n: number;
  /** Mean mark over the highest mark. */
  readonly facility: number | null;
  /** Null, like the facility, for a question that gives no marks. */
  readonly deviation: number | null;
  /** 100 times the correlation with the other marks. */
  readonly discriminationIndex: number | null;
  /** The discrimination index in percent of the most these two lists of marks could reach. */
  readonly discriminativeEfficiency: number | null;
}

/**
 * Statistics of one question from its marks and, per person, what it is held against: the sum of the other marks, or, as Moodle has it for a
 * question that was drawn at random into the quiz, the whole total.
 */
export function questionStatistics(
  marks: readonly number[],
  others: readonly number[],
  maxMark: number,
): QuestionStatistics {
  const together = covariance(marks, others);
  const spread = Math.sqrt(variance(marks) * variance(others));
  const atMost = covariance(ascending(marks), ascending(others));
  return {
    n: marks.length,
    facility: maxMark === 0 ? null : mean(marks) / maxMark,
    deviation: maxMark === 0 ? null : standardDeviation(marks),
    discriminationIndex: spread < 1e-12 ? null : (100 * together) / spread,
    discriminativeEfficiency: atMost < 1e-12 ? null : (100 * together) / atMost,
  };
}

/**
 * Share of each question in what sets people apart: 100·sqrt(cov(x, T)) / Σ sqrt(cov(x_i, T)), where a negative covariance is left out and its
 * question gets null.
 */
export function effectiveWeights(marks: Scores): (number | null)[] {
  const all = totals(marks);
  const shares = columns(marks).map((own) => {
    const together = covariance(own, all);
    return together < 0 ? null : Math.sqrt(together);
  });
  const whole = sum(shares.map((share) => share ?? 0));
  return shares.map((share) => (share === null || whole === 0 ? null : (100 * share) / whole));
}

export interface QuizStatistics {
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  readonly deviation: number;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Coefficient of internal consistency, alpha in percent; below 0 when questions contradict each other. */
  readonly cic: number | null;
  /** 100·sqrt(1 - CIC/100): how much of the spread is chance, in percent. */
  readonly errorRatio: number | null;
  /** Error ratio times deviation: standard error of a total, in marks. */
  readonly standardError: number | null;
}

export function quizStatistics(marks: Scores): QuizStatistics {
  const all = totals(marks);
  const questions = columns(marks);
  const [count, ofTotal, deviation] = [questions.length, variance(all), standardDeviation(all)];
  const cic =
    count < 2 || ofTotal < 1e-12
      ? null
      : ((100 * count) / (count - 1)) * (1 - sum(questions.map(variance)) / ofTotal);
  const errorRatio = cic === null ? null : 100 * Math.sqrt(1 - cic / 100);
  return {
    n: all.length,
    mean: mean(all),
    median: quantile(all, 0.5),
    deviation,
    ...shape(all),
    cic,
    errorRatio,
    standardError: errorRatio === null ? null : (errorRatio * deviation) / 100,
  };
}
