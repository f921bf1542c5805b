import type { QuestionBody, Words } from './question-content.js';

const TRUE: Words = { nb: 'Sant', nn: 'Sant', sv: 'Sant', en: 'True' };
const FALSE: Words = { nb: 'Usant', nn: 'Usant', sv: 'Falskt', en: 'False' };

/** A statement that is true or false becomes a choice between the two words, in every language. */
export function trueFalseBody(right: boolean): QuestionBody {
  return {
    kind: 'choice',
    several: false,
    options: [
      { words: TRUE, fraction: right ? 100 : 0 },
      { words: FALSE, fraction: right ? 0 : 100 },
    ],
  };
}
