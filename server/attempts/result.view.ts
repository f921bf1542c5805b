import { formatDateTime, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale, type Localised } from '../platform/locale.js';
import { mistakeKind, type MistakeKind } from '../item-banks/error-models.rules.js';
import type { FailureReason, Result } from '../scoring/result.rules.js';
import { standingResult, type Attempt } from './attempt.js';
import { countTakenLate } from './deadline.rules.js';
import type { GateDecision } from './gate.rules.js';
import { gateReasonText } from './gate.view.js';

export interface ResultView {
  readonly passed: boolean;
  readonly heading: string;
  readonly lead: string;
  /** The requirement is of this form alone: a panel has rated its items. */
  readonly panel: boolean;
  readonly expired: boolean;
  /** Something came too late, and is not in the result. */
  readonly unsaved: boolean;
  /** The result was another before an item was found wrong; empty when it was not. */
  readonly regraded: string;
  /** What arrived in the grace and counts; empty when nothing did. */
  readonly takenLate: string;
  readonly reasons: readonly string[];
  readonly sections: readonly {
    readonly title: string;
    readonly score: string;
    readonly all: boolean;
    readonly mustBeAll: boolean;
  }[];
  readonly topics: readonly string[];
  /** The sorts of mistake in calculations, by topic: said so that they help without telling which item or its key. */
  readonly mistakes: readonly string[];
  readonly certificateHref: string;
  readonly verifyHref: string;
  readonly again: string;
  readonly againReasons: readonly string[];
  readonly courseHref: string;
  readonly handedIn: string;
  /** Where problems with items are reported, by their numbers; these tell nothing of what was right. */
  readonly report: {
    readonly action: string;
    readonly done: boolean;
    readonly items: readonly { readonly slot: number; readonly text: string }[];
  };
}

export interface ResultContext {
  readonly locale: Locale;
  readonly t: Translate;
  readonly notice: '' | 'unsaved' | 'reported';
  /** Titles of the bank's topics. */
  readonly topics: Readonly<Record<string, Localised>>;
  readonly courseId: string;
  readonly certificate?: { readonly id: string; readonly code: string } | undefined;
  /** Whether and when the person may try again; unknown to a browser that has only the attempt's pass. */
  readonly decision?: GateDecision | undefined;
}

/** The result as the candidate sees it: what decided, by section and topic; never which item, never a key. */
export function resultView(attempt: Attempt, context: ResultContext): ResultView {
  const { locale, t, certificate, decision } = context;
  const result = standingResult(attempt);
  if (!result) throw new Error('The attempt has no result yet');
  const say = (texts: Localised): string => inLocale(texts, locale).value;
  const topicTitle = (topic: string): string => say(context.topics[topic] ?? { nb: topic });
  const sections = new Map(
    attempt.frozen.specification.sections.map((section) => [section.id, section]),
  );
  const score = { right: result.right, total: result.total, needed: result.needed };
  return {
    passed: result.passed,
    heading: t(result.passed ? 'result.passed' : 'result.failed', score),
    lead: t('result.needed', score),
    panel: attempt.frozen.standard !== undefined,
    expired: attempt.state === 'expired',
    unsaved: context.notice === 'unsaved',
    report: {
      action: `/attempts/${attempt.id}/report`,
      done: context.notice === 'reported',
      items: attempt.form.slots.map(({ topic }, slot) => ({
        slot,
        text: t('result.reportItem', {
          number: slot + 1,
          topic: say(context.topics[topic] ?? { nb: topic }),
        }),
      })),
    },
    regraded: regradedText(attempt, locale, t),
    takenLate: takenLateText(attempt, t),
    reasons: result.reasons.map((reason) =>
      failureText(reason, t, (id) => say(sections.get(id)?.titles ?? { nb: id })),
    ),
    sections: result.sections.map(({ sectionId, right, total }) => ({
      title: say(sections.get(sectionId)?.titles ?? { nb: sectionId }),
      score: t('result.score', { right, total }),
      all: right === total,
      mustBeAll: sections.get(sectionId)?.allRight ?? false,
    })),
    topics: result.topicsToReview.map(topicTitle),
    mistakes: mistakeKinds(attempt, result).map(([topic, kind]) =>
      t(`mistake.kind.${kind}`, { topic: topicTitle(topic) }),
    ),
    certificateHref: certificate ? `/certificates/${certificate.id}/pdf` : '',
    verifyHref: certificate ? `/v/${certificate.code}` : '',
    again:
      !result.passed && decision?.allowed
        ? t('result.againNow', { count: decision.attemptsLeft })
        : '',
    againReasons:
      result.passed || !decision
        ? []
        : decision.reasons.map((reason) =>
            gateReasonText(reason, t, locale, attempt.frozen.timeZone),
          ),
    courseHref: `/courses/${context.courseId}`,
    handedIn: t(attempt.state === 'expired' ? 'result.ranOutAt' : 'result.handedInAt', {
      time: formatDateTime(attempt.closedAt ?? attempt.closesAt, locale, attempt.frozen.timeZone),
    }),
  };
}

function regradedText({ result, regrades = [], frozen }: Attempt, locale: Locale, t: Translate) {
  const standing = regrades.findLast(({ stands }) => stands);
  if (!standing || !result) return '';
  return t(result.passed ? 'result.regradedFromPass' : 'result.regradedFromFail', {
    time: formatDateTime(standing.at, locale, frozen.timeZone),
    right: result.right,
    total: result.total,
  });
}

function takenLateText(attempt: Attempt, t: Translate): string {
  const count = countTakenLate(attempt);
  return count === 0 ? '' : t('result.takenLate', { count });
}

/** Each sort of mistake once a topic, in the order of the form. Never the mistake itself: with one's own response it would give the key away. */
function mistakeKinds(
  { form }: Attempt,
  { slots }: Result,
): readonly (readonly [topic: string, kind: MistakeKind])[] {
  const found = new Map<string, readonly [string, MistakeKind]>();
  for (const [index, { mistake }] of slots.entries()) {
    const kind = mistake === undefined ? undefined : mistakeKind(mistake);
    const topic = form.slots[index]?.topic;
    if (kind && topic !== undefined) found.set(`${topic}/${kind}`, [topic, kind]);
  }
  return [...found.values()];
}

/** A rule that was not met, in words. */
export function failureText(
  reason: FailureReason,
  t: Translate,
  sectionTitle: (id: string) => string,
): string {
  switch (reason.code) {
    case 'below-cut-score':
      return t('result.reason.below-cut-score', { right: reason.right, needed: reason.needed });
    case 'section-not-all-right':
      return t('result.reason.section-not-all-right', { section: sectionTitle(reason.sectionId) });
    case 'critical-wrong':
      return t('result.reason.critical-wrong', { count: reason.count });
    case 'critical-mistake':
      return t('result.reason.critical-mistake', { count: reason.count });
  }
}
