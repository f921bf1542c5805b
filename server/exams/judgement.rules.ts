import { criticalCounts } from './critical-count.rules.js';
import { passingChances, type DecisionRule, type PassingChance } from './decision-quality.rules.js';
import {
  groupedSections,
  hasCritical,
  unratedItems,
  type GroupedSection,
  type PoolRequest,
  type UnratedItem,
} from './draw-form.rules.js';
import { expectedOverlap, type Exposure } from './exposure.rules.js';
import { formLength, type ProgrammeRules, type Section } from './programme.js';

/** A section with what it needs and what its bank has: items of one variant group count as one. */
export interface Cell {
  readonly section: Section;
  readonly available: number;
  readonly lacks: number;
  readonly criticalAvailable: number;
  readonly criticalLacks: number;
  /** Items in use that are not drawn, because the panel that sets the cut has not rated them. */
  readonly unrated: number;
  /** How many it should have at least, so that forms differ; absent where it has as many. */
  readonly wantedPool?: number;
}

/** `noisy-fail`, `noisy-pass`: the cut score alone decides by chance too often. `must-right`: what must be right fails many who know it. */
export type DoubtCode = 'noisy-fail' | 'noisy-pass' | 'must-right';

export interface Doubt {
  readonly code: DoubtCode;
  readonly mastery: number;
  /** Who is decided wrongly, of all who master as much. */
  readonly share: number;
}

/** What can be said of a specification and its rules before anybody has sat an exam by them. */
export interface Judgement {
  readonly cells: readonly Cell[];
  readonly isFeasible: boolean;
  readonly chances: readonly PassingChance[];
  readonly doubts: readonly Doubt[];
  /** Items that two forms share on average if nothing were remembered: Σ n²/N. */
  readonly evenOverlap: number;
  /** Absent where no form can be drawn. */
  readonly exposure?: Exposure;
  readonly unrated: readonly UnratedItem[];
  /** Where a panel sets the cut of each form: so many right is what the chances are reckoned with. */
  readonly reckonedNeeded?: number;
}

/** A pool smaller than this many quotas shows people the same items again and again. */
const POOL_QUOTAS = 3;
const NEAR_CUT = 0.05;
const MOST_FAIL = 0.2;
const MOST_PASS = 0.3;
const SURE_MASTERY = 0.95;

export type RulesOfDecision = Pick<ProgrammeRules, 'cutScorePercent' | 'noCriticalWrong'>;

/** Where forms differ in what they ask for, the chances are those of a form that asks for what they do on average. */
export function judge(
  request: PoolRequest,
  rules: RulesOfDecision,
  exposure?: Exposure,
): Judgement {
  const grouped = groupedSections(request);
  const unrated = unratedItems(request);
  const cells = grouped.map((one) => cellOf(one, unrated));
  const reckonedNeeded = exposure?.needed && Math.round(exposure.needed.mean);
  const cutScorePercent =
    reckonedNeeded === undefined
      ? rules.cutScorePercent
      : (100 * reckonedNeeded) / formLength(request.specification);
  const rule = decisionRuleOf(grouped, { ...rules, cutScorePercent });
  return {
    ...(exposure ? { exposure } : {}),
    ...(reckonedNeeded === undefined ? {} : { reckonedNeeded }),
    unrated,
    cells,
    isFeasible: cells.every(({ lacks, criticalLacks }) => lacks === 0 && criticalLacks === 0),
    chances: passingChances(rule),
    doubts: doubtsOf(rule),
    evenOverlap: expectedOverlap(
      grouped
        .filter(({ groups }) => groups.length > 0)
        .map(({ section, groups }) => ({
          quota: Math.min(section.quota, groups.length),
          pool: groups.length,
        })),
    ),
  };
}

function cellOf({ section, groups }: GroupedSection, unrated: readonly UnratedItem[]): Cell {
  const criticalAvailable = groups.filter(hasCritical).length;
  const wantedPool = POOL_QUOTAS * section.quota;
  return {
    section,
    available: groups.length,
    lacks: Math.max(0, section.quota - groups.length),
    criticalAvailable,
    criticalLacks: Math.max(0, section.criticalAtLeast - criticalAvailable),
    unrated: unrated.filter(({ sectionId }) => sectionId === section.id).length,
    ...(groups.length < wantedPool ? { wantedPool } : {}),
  };
}

function decisionRuleOf(
  grouped: readonly GroupedSection[],
  { cutScorePercent, noCriticalWrong }: RulesOfDecision,
): DecisionRule {
  return {
    cutScorePercent,
    sections: grouped.map((one) => ({
      length: one.section.quota,
      allRight: one.section.allRight,
      critical: noCriticalWrong ? criticalCounts(one) : [1],
    })),
  };
}

/** Somebody five points above the cut score should seldom fail by it, and five points below seldom pass; 10 items at 85 % do neither. */
function doubtsOf(rule: DecisionRule): Doubt[] {
  const cut = rule.cutScorePercent / 100;
  const above = Math.min(cut + NEAR_CUT, 0.98);
  const below = Math.max(cut - NEAR_CUT, 0);
  const [high, low, sure] = passingChances(rule, [above, below, SURE_MASTERY]);
  const doubts: Doubt[] = [];
  const failing = 1 - (high?.chanceByCutScoreAlone ?? 1);
  const passing = low?.chanceByCutScoreAlone ?? 0;
  const costs = sure ? sure.chanceByCutScoreAlone - sure.chance : 0;
  if (failing > MOST_FAIL) doubts.push({ code: 'noisy-fail', mastery: above, share: failing });
  if (passing > MOST_PASS) doubts.push({ code: 'noisy-pass', mastery: below, share: passing });
  if (costs > MOST_FAIL) doubts.push({ code: 'must-right', mastery: SURE_MASTERY, share: costs });
  return doubts;
}
