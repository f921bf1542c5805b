import type { AuditTrail } from '../audit/audit-event.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { IdentityProviderStore } from './identity-provider.store.js';

interface SettleDeps {
  readonly identityProviders: Pick<IdentityProviderStore, 'settleUnitCode'>;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface Settlement {
  readonly municipalityId: string;
  readonly providerId: string;
  readonly code: string;
  /** Absent: the code means nothing to us. */
  readonly unitId?: string;
  /** A person's id. */
  readonly actor: string;
}

/** Says what a unit code of the login service stands for. `NotFound` for a unit of another municipality; false when the code does not wait. */
export function settleUnitCode({ identityProviders, municipalities, audit, clock }: SettleDeps) {
  return async ({
    municipalityId,
    providerId,
    code,
    unitId,
    actor,
  }: Settlement): Promise<boolean> => {
    const units = unitId === undefined ? [] : await municipalities.unitsOf(municipalityId);
    if (unitId !== undefined && !units.some(({ id }) => id === unitId)) throw new NotFound('unit');
    if (!(await identityProviders.settleUnitCode(providerId, code, unitId))) return false;
    await audit.record({
      municipalityId,
      actor,
      action: 'identity-provider.unit-code-settled',
      subject: `identity-provider:${providerId}`,
      at: clock(),
      details: { code, unit: unitId ?? 'none' },
    });
    return true;
  };
}
