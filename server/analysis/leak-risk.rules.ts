import { mantelHaenszel } from '../scoring/statistics/differential-functioning.rules.js';
import { mean } from '../scoring/statistics/moments.rules.js';
import { scoreGroups } from '../scoring/statistics/option-table.rules.js';
import { SETTLED_FROM, SHOWN_FROM } from '../scoring/statistics/random-forms.rules.js';
import type { LeakFlag } from './item-standing.js';
import type { Way } from './tally.rules.js';

/** People of about the same score. */
const BANDS = 5;
/** On more forms than these, what one candidate tells the next is soon worth knowing. */
const MUCH_EXPOSED = 1 / 2;

/**
 * Whether an item may have got about. The sign is that it has become easier for people who score alike on the rest: the latest quarters are held
 * against those before as two groups (Mantel-Haenszel, classes of ETS; a leak is item preknowledge, and shows as drift of that kind). A moderate
 * drift or a wide exposure raises the risk, a large drift or both make it high. It says nothing of who, and a changed course does the same.
 */
export function leakRisk(met: readonly Way[], exposure: number): LeakFlag[] {
  const drift = driftOf(met);
  const muchExposed = exposure > MUCH_EXPOSED && met.length >= SETTLED_FROM;
  if (!drift && !muchExposed) return [];
  return [
    {
      code: 'leak-risk',
      high: drift !== undefined && (drift.large || muchExposed),
      ...(drift ? { easier: { before: drift.before, since: drift.since } } : {}),
      ...(muchExposed ? { exposure } : {}),
    },
  ];
}

function driftOf(
  met: readonly Way[],
): { readonly large: boolean; readonly before: number; readonly since: number } | undefined {
  const latest = latestQuarters(met);
  const since = met.filter(({ quarter }) => latest.has(quarter));
  const before = met.filter(({ quarter }) => !latest.has(quarter));
  if (since.length < SHOWN_FROM || before.length < SHOWN_FROM) return undefined;
  const bands = scoreGroups(
    met.map(({ rest, whole }) => rest ?? whole),
    BANDS,
  );
  const functioning = mantelHaenszel(
    met.map(({ right, quarter }, index) => ({
      right,
      focal: latest.has(quarter),
      stratum: bands[index] ?? 0,
    })),
  );
  if (!functioning || functioning.etsClass === 'A' || functioning.delta < 0) return undefined;
  const share = (ways: readonly Way[]): number => mean(ways.map(({ right }) => (right ? 1 : 0)));
  return {
    large: functioning.etsClass === 'C',
    before: share(before),
    since: share(since),
  };
}

/** The newest quarter, and those before it until there are enough meetings to say something. */
function latestQuarters(met: readonly Way[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { quarter } of met) counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  const latest = new Set<string>();
  let enough = 0;
  for (const [quarter, n] of [...counts].sort(([one], [other]) => (one < other ? 1 : -1))) {
    if (enough >= SHOWN_FROM) break;
    latest.add(quarter);
    enough += n;
  }
  return latest;
}
