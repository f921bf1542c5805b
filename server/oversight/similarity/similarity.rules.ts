/** What one candidate responded, as far as it can be compared: by item version, `bank/item/version`. */
export interface Paper {
  readonly attemptId: string;
  readonly personId: string;
  readonly programmeId: string;
  /** Where it was sat, as far as is known: a sitting, or the unit that the candidate worked in. Absent: unknown, and compared with nobody's. */
  readonly place?: string;
  readonly startedAt: Date;
  readonly closedAt: Date;
  readonly responses: ReadonlyMap<string, PaperResponse>;
}

export interface PaperResponse {
  readonly right: boolean;
  /** The letters that were chosen, or the mistake that was recognised; empty where neither is known. */
  readonly choice: string;
}

/** How often each wrong choice of an item is made, by anybody: `bank/item/version` -> choice -> number of people. */
export type WrongChoices = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface SimilarPair {
  readonly one: Paper;
  readonly other: Paper;
  /** Items that both met. */
  readonly common: number;
  /** Items that both had wrong, where the mistakes can be compared. */
  readonly bothWrong: number;
  /** Of these, the same mistake. */
  readonly same: number;
  /** So many of the same mistakes would be expected of two who know nothing of each other. */
  readonly expected: number;
  /** The chance that two such candidates have at least so many in common. */
  readonly chance: number;
}

export interface SimilarityReport {
  readonly compared: number;
  /** The least likely first. */
  readonly pairs: readonly SimilarPair[];
}

/** With fewer wrong choices of an item known, nothing is known of how common one is. */
const KNOWN_FROM = 10;
/** Two mistakes are soon the same by chance, and two people who learned of the same colleague make the same. */
const FEWEST_BOTH_WRONG = 4;
/** Among all pairs that were compared, the chance that any is named by chance alone. */
const NAMED_BELOW = 0.05;

/**
 * Pairs of candidates of one place and hour whose mistakes are more alike than chance explains. Error similarity analysis (Bellezza and Bellezza,
 * Teaching of Psychology 16, 1989): only items that both had wrong say something, because right responses are alike for a good reason. Theirs
 * is a binomial with one chance for all items; here each item has its own, the sum of the squared shares of its wrong choices, so that the
 * number of same mistakes is a sum of unequal trials whose tail is computed exactly. A pair is named when its chance times the number of pairs
 * compared (Bonferroni) is below 5 %. A reason to look, never a verdict.
 */
export function similarPairs(papers: readonly Paper[], wrong: WrongChoices): SimilarityReport {
  const pairs = papers.flatMap((one, index) =>
    papers.slice(index + 1).flatMap((other) => {
      const pair = satTogether(one, other) && compare(one, other, wrong);
      return pair ? [pair] : [];
    }),
  );
  return {
    compared: pairs.length,
    pairs: pairs
      .filter(({ chance }) => chance * pairs.length < NAMED_BELOW)
      .sort((one, other) => one.chance - other.chance),
  };
}

function satTogether(one: Paper, other: Paper): boolean {
  return (
    one.personId !== other.personId &&
    one.programmeId === other.programmeId &&
    one.place !== undefined &&
    one.place === other.place &&
    one.startedAt < other.closedAt &&
    other.startedAt < one.closedAt
  );
}

function compare(one: Paper, other: Paper, wrong: WrongChoices): SimilarPair | undefined {
  const common = [...one.responses].flatMap(([item, mine]) => {
    const theirs = other.responses.get(item);
    return theirs ? [{ item, mine, theirs }] : [];
  });
  const mistakes = common.flatMap(({ item, mine, theirs }) => {
    const alike = chanceOfTheSame(wrong.get(item));
    const comparable = !mine.right && !theirs.right && mine.choice !== '' && theirs.choice !== '';
    return comparable && alike !== undefined
      ? [{ alike, same: mine.choice === theirs.choice }]
      : [];
  });
  if (mistakes.length < FEWEST_BOTH_WRONG) return undefined;
  const same = mistakes.filter((mistake) => mistake.same).length;
  const chances = mistakes.map(({ alike }) => alike);
  return {
    one,
    other,
    common: common.length,
    bothWrong: mistakes.length,
    same,
    expected: chances.reduce((total, chance) => total + chance, 0),
    chance: atLeast(same, chances),
  };
}

/** The chance that two who have the item wrong make the same mistake; unknown where too few have. */
function chanceOfTheSame(choices: ReadonlyMap<string, number> | undefined): number | undefined {
  const counts = [...(choices?.values() ?? [])];
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total < KNOWN_FROM) return undefined;
  return counts.reduce((sum, n) => sum + (n / total) ** 2, 0);
}

/** The chance that at least so many of these independent events happen (the tail of a Poisson binomial). */
export function atLeast(number: number, chances: readonly number[]): number {
  let distribution = [1];
  for (const chance of chances) {
    const next = distribution.map((before) => before * (1 - chance));
    next.push(0);
    distribution.forEach((before, index) => {
      next[index + 1] = (next[index + 1] ?? 0) + before * chance;
    });
    distribution = next;
  }
  return Math.min(
    1,
    distribution.slice(number).reduce((total, one) => total + one, 0),
  );
}
