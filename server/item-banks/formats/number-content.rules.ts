import type { Locale } from '../../platform/locale.js';
import { isListed } from '../error-models.rules.js';
import { decimal, plain } from '../expression.rules.js';
import type { DrawnItem, NumericItem, Variant } from '../item.js';
import { printer } from '../item.view.js';
import type { Solved } from '../numeric-model.rules.js';
import { parametersOf } from '../parameter-grid.rules.js';
import { enumerateVariants, mistakesOf, type SolvedVariant } from '../variants.rules.js';
import { aboutOf, marksOf, type ItemContents } from './item-words.rules.js';
import type { Marks, QuestionContent } from './question-content.js';
import { reason, type Reason } from '../reasons.js';

/** Beyond this a parametric item is no list of questions any more. */
const MOST_VARIANTS = 200;

/** A question with fixed numbers for each variant. Refused when they are too many, or when a format can't say which numbers are right. */
export function numberContents(item: NumericItem, locales: readonly Locale[]): ItemContents {
  const { variants } = enumerateVariants(item);
  if (variants.length > MOST_VARIANTS)
    return {
      refused: reason('manyVariants', { number: variants.length, most: MOST_VARIANTS }),
    };
  if (variants.some(({ solved }) => widthOf(solved) === undefined))
    return { refused: reason('unevenWidth') };
  const fixed = Object.keys(parametersOf(item)).length === 0;
  const digits = String(variants.length).length;
  const contents = variants.map((variant, index) =>
    numberContent(
      item,
      locales,
      variant,
      fixed ? '' : `-v${String(index + 1).padStart(digits, '0')}`,
    ),
  );
  return { contents, losses: lossesOf(item, fixed ? 0 : variants.length) };
}

function lossesOf(item: NumericItem, variants: number): Reason[] {
  const { units, check, device } = item.answer;
  const said: readonly (readonly [boolean, Reason])[] = [
    [variants > 0, reason('variantsFixed', { number: variants })],
    [units !== undefined, reason('unitChoiceLost')],
    [figuresOf(check) !== undefined, reason('upperEndRight')],
    [device !== undefined, reason('deviceLost')],
    [item.tests !== undefined, reason('testsLost')],
    [!Object.keys(item.errors).every(isListed), reason('ownMistakesLost')],
    [item.criticalErrors !== undefined, reason('criticalOnlyMarks')],
  ];
  return said.flatMap(([holds, loss]) => (holds ? [loss] : []));
}

/** How far from the key a number may be; undefined when that differs between the sides. */
function widthOf({ key, range }: Solved): string | undefined {
  const width = key.minus(range.least);
  return range.most.minus(key).equals(width) && width.gte(0) ? plain(width) : undefined;
}

/** A check that is more than a distance: the next key begins where this one ends. */
function figuresOf(check: NumericItem['answer']['check']): string | undefined {
  if (!check) return undefined;
  if ('decimals' in check) return `decimals ${check.decimals}`;
  return 'significantFigures' in check
    ? `significantFigures ${check.significantFigures}`
    : undefined;
}

function numberContent(
  item: NumericItem,
  locales: readonly Locale[],
  { variant, solved }: SolvedVariant,
  suffix: string,
): QuestionContent {
  const drawn: DrawnItem = {
    itemId: item.id,
    version: 1,
    type: 'numeric',
    options: [],
    prompts: [],
    variant,
  };
  const tolerance = widthOf(solved) ?? '0';
  const answer = {
    value: variant.answer,
    fraction: 100,
    ...(tolerance === '0' ? {} : { tolerance }),
  };
  return {
    ...aboutOf(item, locales, (locale) => printer(item, drawn, locale)),
    id: `${item.id}${suffix}`,
    body: { kind: 'number', answers: [answer], units: [item.answer.unit] },
    marks: {
      ...marksOf(item, locales),
      ...(suffix === '' ? {} : { group: item.variantGroup ?? item.id }),
      ...answerMarks(item, variant),
      ...mistakeMarks(item, variant),
    },
  };
}

function answerMarks(item: NumericItem, variant: Variant): Marks {
  const { unit, units, decimals, check } = item.answer;
  const figures = figuresOf(check);
  const critical = (item.criticalErrors ?? []).filter(isListed);
  return {
    unit,
    ...(units ? { units: units.join(' ') } : {}),
    ...(decimal(variant.answer).decimalPlaces() === decimals ? {} : { decimals: String(decimals) }),
    ...(figures === undefined ? {} : { check: figures }),
    ...(critical.length > 0 ? { criticalErrors: critical.join(' ') } : {}),
  };
}

/** A wrong number with more digits than this is never typed, so nothing is lost by leaving it out. */
const LONGEST_MISTAKE = 12;

function mistakeMarks(item: NumericItem, variant: Variant): Marks {
  return Object.fromEntries(
    Object.entries(mistakesOf(item, variant))
      .filter(([name, value]) => isListed(name) && value.length <= LONGEST_MISTAKE)
      .map(([name, value]) => [`error.${name}`, value]),
  );
}
