import type { AuditTrail } from '../audit/audit-event.js';
import { may } from '../organisation/policy.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { BankRecord, BankStore } from './bank.store.js';
import type { Actor } from './change-state.js';
import type { ItemReportStore, ReportScope } from './item-report.store.js';

/** All reports of a bank are for those who write it; in another's bank one sees what one's own candidates said. */
export function reportScope(
  { id: bankId, ownerMunicipalityId }: Pick<BankRecord, 'id' | 'ownerMunicipalityId'>,
  municipalityId: string,
): ReportScope {
  return ownerMunicipalityId === municipalityId ? { bankId } : { bankId, municipalityId };
}

/** Closes a report with what came of it. False when somebody has answered it already. */
export function answerReport(deps: {
  readonly banks: BankStore;
  readonly itemReports: ItemReportStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}) {
  return async (
    command: Actor & { readonly bankId: string; readonly reportId: string; readonly text: string },
  ): Promise<boolean> => {
    const { bankId, reportId, text, person, today } = command;
    const { municipalityId } = person;
    const bank = await deps.banks.findReadable(bankId, municipalityId);
    const isAuthor = may(person, 'write-items', { municipalityId }, today).allowed;
    if (!bank || !isAuthor) throw new NotFound('report');
    const at = deps.clock();
    const answer = { text, by: person.id, at };
    const scope = reportScope(bank, municipalityId);
    if (!(await deps.itemReports.answer(scope, reportId, answer))) return false;
    await deps.audit.record({
      municipalityId,
      actor: person.id,
      action: 'item-report.answered',
      subject: `item-report:${reportId}`,
      at,
    });
    return true;
  };
}
