import type { Attempt } from '../attempts/attempt.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import { passedExam } from '../attempts/submit-attempt.js';
import type { AuditTrail } from '../audit/audit-event.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { IssueCertificate } from '../certification/issue-certificate.js';
import type { revokeCertificate } from '../certification/revoke-certificate.js';
import type { Municipality } from '../organisation/municipality.js';
import type { Clock } from '../platform/clock.js';
import { addDays, startOfDay } from '../platform/plain-date.js';
import type { Neutralisation, NeutralisationRequest } from './neutralisation.js';
import { caseOf, digestOf, neutralisationId, type RegradeCase } from './neutralisation.rules.js';
import type { NeutralisationStore } from './neutralisation.store.js';

export interface NeutraliseDeps {
  readonly attempts: AttemptStore;
  readonly neutralisations: NeutralisationStore;
  readonly certificates: CertificateStore;
  readonly issueCertificate: IssueCertificate;
  readonly revoke: ReturnType<typeof revokeCertificate>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

type Place = Pick<Municipality, 'id' | 'timeZone'>;

/** Attempts that met the item in the period, and what neutralising would make of each. Nothing is changed. */
export function previewNeutralisation({ attempts }: Pick<NeutraliseDeps, 'attempts'>) {
  return async (request: NeutralisationRequest, place: Place): Promise<RegradeCase[]> => {
    const cases: RegradeCase[] = [];
    for (const id of await affected(attempts, request, place)) {
      const attempt = await attempts.find(id);
      const found = attempt && caseOf(attempt, request);
      if (found) cases.push(found);
    }
    return cases;
  };
}

/** `changed-meanwhile`: what would happen is no longer what was shown. */
export type NeutraliseOutcome =
  { readonly done: true; readonly id: string } | { readonly done: false };

/** Neutralises what was previewed, if it is still the same. */
export function neutralise(deps: NeutraliseDeps) {
  const preview = previewNeutralisation(deps);
  const carryOut = carryOutNeutralisation(deps);
  return async (
    request: NeutralisationRequest,
    place: Place,
    confirmed: { readonly by: string; readonly reason: string; readonly digest: string },
  ): Promise<NeutraliseOutcome> => {
    const { by, reason, digest } = confirmed;
    const id = neutralisationId(request);
    const begun = await deps.neutralisations.find(place.id, id);
    if (!begun && digestOf(await preview(request, place)) !== digest) return { done: false };
    await deps.neutralisations.begin({ ...request, id, by, reason, at: deps.clock() });
    await carryOut(place, id);
    return { done: true, id };
  };
}

/**
 * Brings a neutralisation to its end, from wherever a crash has left it: every step finds its own traces. Who passes now gets the certificate;
 * who would no longer pass keeps result and certificate until a person decides.
 */
export function carryOutNeutralisation(deps: NeutraliseDeps) {
  return async (place: Place, id: string): Promise<boolean> => {
    const neutralisation = await deps.neutralisations.find(place.id, id);
    if (!neutralisation) return false;
    const { municipalityId, bankId, itemId, version, treatment, from, to, by } = neutralisation;
    await deps.audit.record({
      municipalityId,
      actor: by,
      action: 'item.neutralised',
      subject: `item:${bankId}/${itemId}/${version}`,
      at: neutralisation.at,
      details: { neutralisation: id, treatment, from, to },
      aside: { personId: by, content: { reason: neutralisation.reason } },
      once: `item.neutralised:${id}`,
    });
    for (const attemptId of await affected(deps.attempts, neutralisation, place))
      await regrade(deps, neutralisation, attemptId);
    await deps.neutralisations.complete(id, deps.clock());
    return true;
  };
}

async function regrade(
  deps: NeutraliseDeps,
  neutralisation: Neutralisation,
  attemptId: string,
): Promise<void> {
  const attempt = await deps.attempts.find(attemptId);
  const found = attempt && caseOf(attempt, neutralisation);
  if (!attempt || !found) return;
  const { before, after, change } = found;
  if (change === 'failToPass' && !(await isCertifiedOtherwise(deps, attempt)))
    await deps.issueCertificate(passedExam(attempt, after));
  const { id, bankId, itemId, version, treatment, reason, by } = neutralisation;
  await deps.audit.record({
    municipalityId: attempt.municipalityId,
    actor: by,
    action: 'attempt.regraded',
    subject: `attempt:${attemptId}`,
    at: deps.clock(),
    details: {
      ...{ neutralisation: id, change },
      ...{ rightBefore: before.right, rightAfter: after.right, totalAfter: after.total },
    },
    once: `attempt.regraded:${id}:${attemptId}`,
  });
  const regraded = {
    neutralisationId: id,
    bankId,
    itemId,
    version,
    treatment,
    reason,
    by,
    result: after,
  };
  const stands = change !== 'passToFail';
  const seen = attempt.regrades?.length ?? 0;
  const entry = { ...regraded, at: deps.clock(), stands };
  // Another item of the attempt was neutralised at the same moment: this one is reckoned with it.
  if (!(await deps.attempts.addRegrade(attemptId, entry, seen)))
    await regrade(deps, neutralisation, attemptId);
}

/** Somebody who failed and then passed another attempt of the same cycle has their certificate. */
async function isCertifiedOtherwise(
  { certificates }: NeutraliseDeps,
  { id, municipalityId, personId, programmeId, cycle }: Attempt,
): Promise<boolean> {
  const all = await certificates.ofPerson(municipalityId, personId);
  return all.some(
    ({ record, events }) =>
      record.programmeId === programmeId &&
      record.cycle >= cycle &&
      record.attemptId !== id &&
      events.every(({ kind }) => kind !== 'revoked'),
  );
}

export interface RegradeDecision {
  readonly neutralisationId: string;
  readonly attemptId: string;
  readonly by: string;
  readonly reason: string;
  /** `fail`: the new result counts and the certificate is revoked. `keep`: both stay as they were. */
  readonly outcome: 'fail' | 'keep';
}

/** A named person decides about somebody who would no longer pass. False when there is nothing to decide any more. */
export function decideRegrade(deps: NeutraliseDeps) {
  return async (municipalityId: string, decision: RegradeDecision): Promise<boolean> => {
    const { neutralisationId: id, attemptId, by, reason, outcome } = decision;
    const attempt = await deps.attempts.find(attemptId);
    const isWaiting = attempt?.regrades?.some(
      (one) => one.neutralisationId === id && !one.stands && !one.decision,
    );
    if (attempt?.municipalityId !== municipalityId || !isWaiting) return false;
    const at = deps.clock();
    const certificate = await deps.certificates.findByAttempt(attemptId);
    if (outcome === 'fail' && certificate)
      await deps.revoke({ municipalityId, certificateId: certificate.record.id, by, reason });
    await deps.audit.record({
      municipalityId,
      actor: by,
      action: 'attempt.regrade-decided',
      subject: `attempt:${attemptId}`,
      at,
      details: { neutralisation: id, outcome },
      aside: { personId: attempt.personId, content: { reason } },
      once: `attempt.regrade-decided:${id}:${attemptId}`,
    });
    const words = { by, at, reason };
    return deps.attempts.decideRegrade(attemptId, municipalityId, id, outcome === 'fail', words);
  };
}

function affected(
  attempts: AttemptStore,
  { bankId, itemId, version, from, to }: NeutralisationRequest,
  { id, timeZone }: Place,
): Promise<string[]> {
  const period = { from: startOfDay(timeZone, from), until: startOfDay(timeZone, addDays(to, 1)) };
  return attempts.metIn(id, bankId, { itemId, version }, period);
}
