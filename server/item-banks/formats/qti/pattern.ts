import { ProcessingError } from './evaluation.js';

/** One step of the automaton: a test on one character, or a fork. */
type State =
  | { readonly kind: 'test'; readonly accepts: (character: string) => boolean; next: number }
  | { readonly kind: 'fork'; to: number[] }
  | { readonly kind: 'end' };

const LONGEST_PATTERN = 500;
const LONGEST_TEXT = 2000;
const MOST_STATES = 2000;

/**
 * Whether the whole text fits a regular expression of XML Schema. An author's pattern never becomes a `RegExp` (only single
 * classes of characters do): it is run as an automaton, in time that grows with text and pattern, never explodes.
 */
export function patternMatches(
  pattern: string,
  text: string,
  ignoreCase = false,
  spend: (steps: number) => void = () => undefined,
): boolean {
  if (pattern.length > LONGEST_PATTERN) throw new ProcessingError('The pattern is too long');
  const states = compile(pattern, ignoreCase);
  spend(Math.ceil((states.length * Math.min(text.length, LONGEST_TEXT)) / 200));
  let current = closure(states, [0]);
  for (const character of text.slice(0, LONGEST_TEXT)) {
    const next: number[] = [];
    for (const index of current) {
      const state = states[index];
      if (state?.kind === 'test' && state.accepts(character)) next.push(state.next);
    }
    if (next.length === 0) return false;
    current = closure(states, next);
  }
  return text.length <= LONGEST_TEXT && [...current].some((index) => states[index]?.kind === 'end');
}

function closure(states: readonly State[], from: readonly number[]): Set<number> {
  const seen = new Set<number>();
  const waiting = [...from];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const state = states[index];
    if (state?.kind === 'fork') waiting.push(...state.to);
  }
  return seen;
}

/** What is still to be joined: its first state, and how to say what comes after it. */
type Piece = (next: number) => number;

function compile(pattern: string, ignoreCase: boolean): State[] {
  const states: State[] = [{ kind: 'fork', to: [] }];
  const add = (state: State): number => {
    if (states.length >= MOST_STATES) throw new ProcessingError('The pattern is too large');
    return states.push(state) - 1;
  };
  const end = add({ kind: 'end' });
  const piece = parse(pattern, ignoreCase, add, states);
  states[0] = { kind: 'fork', to: [piece(end)] };
  return states;
}

function parse(
  pattern: string,
  ignoreCase: boolean,
  add: (state: State) => number,
  states: State[],
): Piece {
  const source = Array.from(pattern);
  let at = 0;
  const fail = (): never => {
    throw new ProcessingError(`The pattern "${pattern}" is not understood`);
  };
  const alternatives = (): Piece => {
    const branches = [sequence()];
    while (source[at] === '|') {
      at += 1;
      branches.push(sequence());
    }
    const [only] = branches;
    if (only && branches.length === 1) return only;
    return (next) => add({ kind: 'fork', to: branches.map((branch) => branch(next)) });
  };
  const sequence = (): Piece => {
    const parts: Piece[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified());
    return (next) => parts.reduceRight((after, part) => part(after), next);
  };
  const quantified = (): Piece => {
    const atom = single();
    const [fewest, most] = quantifier();
    return (next) => {
      let after = next;
      if (most === undefined) {
        const loop = add({ kind: 'fork', to: [] });
        states[loop] = { kind: 'fork', to: [atom(loop), next] };
        after = loop;
      } else
        for (let count = fewest; count < most; count += 1)
          after = add({ kind: 'fork', to: [atom(after), next] });
      for (let count = 0; count < fewest; count += 1) after = atom(after);
      return after;
    };
  };
  const quantifier = (): [number, number | undefined] => {
    const mark = source[at];
    if (mark === '*' || mark === '+' || mark === '?') {
      at += 1;
      return [mark === '+' ? 1 : 0, mark === '?' ? 1 : undefined];
    }
    const counted = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(source.slice(at, at + 9).join(''));
    if (!counted) return [1, 1];
    at += counted[0].length;
    const fewest = Number(counted[1]);
    if (counted[2] === undefined) return [fewest, fewest];
    return [fewest, counted[3] ? Number(counted[3]) : undefined];
  };
  const single = (): Piece => {
    const character = source[at] ?? fail();
    if (character === '(') {
      at += source[at + 1] === '?' && source[at + 2] === ':' ? 3 : 1;
      const inner = alternatives();
      if (source[at] !== ')') fail();
      at += 1;
      return inner;
    }
    // Writers who think of other dialects anchor what is anchored anyway.
    if ((character === '^' && at === 0) || (character === '$' && at === source.length - 1)) {
      at += 1;
      return (next) => next;
    }
    if ('*+?{'.includes(character)) fail();
    const accepts = tester(characterClass(), ignoreCase) ?? fail();
    return (next) => add({ kind: 'test', accepts, next });
  };
  const characterClass = (): string => {
    const from = at;
    at += 1;
    if (source[from] === '\\') {
      at += 1;
      if (/[pP]/.test(source[from + 1] ?? '') && source[at] === '{') {
        while (at < source.length && source[at] !== '}') at += 1;
        at += 1;
      }
    } else if (source[from] === '[') {
      if (source[at] === '^') at += 1;
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
      at += 1;
    }
    return source.slice(from, at).join('');
  };
  const whole = alternatives();
  if (at < source.length) fail();
  return whole;
}

/** A test on one character; a class is at most one character wide, so `RegExp` cannot take long. */
function tester(
  written: string,
  ignoreCase: boolean,
): ((character: string) => boolean) | undefined {
  const class_ =
    written === '.'
      ? '[^\\n\\r]'
      : written === '\\i'
        ? '[\\p{L}_:]'
        : written === '\\c'
          ? '[\\p{L}\\p{N}._:-]'
          : written.length > 1
            ? written
            : written.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  for (const flags of ['u', ''])
    try {
      const test = new RegExp(`^(?:${class_})$`, ignoreCase ? `${flags}i` : flags);
      return (character) => test.test(character);
    } catch {
      // Older classes hold escapes that the stricter reading does not know.
    }
  return undefined;
}
