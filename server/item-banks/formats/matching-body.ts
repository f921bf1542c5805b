import { splitLanguages } from './languages.js';
import type { QuestionBody } from './question-content.js';
import { plainText } from './safe-html.js';

/** A matching from its pairs of HTML; the right side of a pair without a left one is a distractor. */
export function matchingBody(
  pairs: readonly (readonly [left: string, right: string])[],
): QuestionBody {
  const options: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (right: string): number => {
    const words = plainText(right);
    const known = places.get(words);
    if (known !== undefined) return known;
    places.set(words, options.push(right) - 1);
    return options.length - 1;
  };
  const asked = pairs.filter(([left]) => plainText(left) !== '');
  const key = asked.map(([, right]) => placeOf(right));
  for (const [left, right] of pairs) if (plainText(left) === '') placeOf(right);
  return {
    kind: 'matching',
    prompts: asked.map(([left]) => splitLanguages(left)),
    options: options.map(splitLanguages),
    key,
  };
}
