import type { ProgrammeRules } from '../exams/programme.js';
import { isInside } from '../platform/networks.js';
import type { Standing } from './gate.js';
import type { GateReason } from './gate.rules.js';

/** Why the exam can't be started from this address; nothing where it can. Asked at the start only: an exam under way goes on in any network. */
export function outsideNetwork(
  { supervision }: Pick<ProgrammeRules, 'supervision'>,
  address: string,
): GateReason | undefined {
  const networks = supervision?.networks ?? [];
  if (networks.length === 0 || isInside(networks, address)) return undefined;
  return { code: 'outside-network', address };
}

/** The standing as it is for somebody who asks from this address. */
export function standingFrom(standing: Standing, address: string): Standing {
  const { decision, programme } = standing;
  const outside = outsideNetwork(programme.rules, address);
  if (!outside || decision.openAttemptId !== undefined) return standing;
  const reasons = [...decision.reasons, outside];
  return { ...standing, decision: { ...decision, allowed: false, reasons } };
}
