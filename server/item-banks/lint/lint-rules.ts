import {
  fractionOfTablet,
  misreadAbbreviations,
  ratioStrength,
  shortDrugNames,
  symbolsInDoses,
} from './abbreviation.rules.js';
import { missingAltText, missingRationale, missingSource } from './completeness.rules.js';
import { figureContrast } from './figure-contrast.rules.js';
import type { LintRule } from './lint-rule.js';
import { lookAlikeNames } from './look-alike-names.rules.js';
import {
  decimalSign,
  groupedDigits,
  leadingZero,
  spaceBeforeUnit,
  trailingZero,
} from './number-notation.rules.js';
import { numberThatIsNoVariable } from './number-no-variable.rules.js';
import {
  absoluteWords,
  allOfTheAbove,
  articleAtTheEnd,
  keyGivenAway,
  sameOptions,
} from './option-cues.rules.js';
import { emailAddress, hsaId, nationalIdentityNumber, phoneNumber } from './personal-data.rules.js';
import { supersededSource } from './superseded-source.rules.js';
import {
  microgramBelowMilligram,
  microgramInFull,
  unitSymbols,
  unitsInFull,
  unknownUnit,
} from './unit-notation.rules.js';
import { plainNegation, readingEase } from './wording.rules.js';

/** Everything the linter looks for, in the order of its codes. X01, an exception that excuses nothing, is found by `lint-item.ts` itself. */
export const LINT_RULES: readonly LintRule[] = [
  trailingZero,
  leadingZero,
  microgramInFull,
  unitsInFull,
  spaceBeforeUnit,
  groupedDigits,
  unitSymbols,
  misreadAbbreviations,
  ratioStrength,
  fractionOfTablet,
  symbolsInDoses,
  shortDrugNames,
  decimalSign,
  lookAlikeNames,
  microgramBelowMilligram,
  unknownUnit,
  numberThatIsNoVariable,
  keyGivenAway,
  allOfTheAbove,
  plainNegation,
  readingEase,
  missingRationale,
  missingSource,
  missingAltText,
  figureContrast,
  sameOptions,
  articleAtTheEnd,
  absoluteWords,
  nationalIdentityNumber,
  phoneNumber,
  emailAddress,
  hsaId,
  supersededSource,
];
