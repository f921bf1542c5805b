import type { BankStore } from '../item-banks/bank.store.js';
import { itemAddress } from '../item-banks/bank-words.view.js';
import type { ItemReport, ItemReportStore } from '../item-banks/item-report.store.js';
import type { ItemStore } from '../item-banks/item.store.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import { dateIn } from '../platform/plain-date.js';
import { tellPerson, type TellPersonDeps } from './tell-person.js';

export interface TellOwnersDeps extends TellPersonDeps {
  readonly itemReports: ItemReportStore;
  readonly items: ItemStore;
  readonly banks: BankStore;
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
}

/**
 * Sends one mail for each new report to the owner of the item, or to every author where nobody answers for it. A report is taken before its mail is
 * sent, so none comes twice; one that a mail server turned down still stands on the authors' page.
 */
export function tellOwners(deps: TellOwnersDeps) {
  return async (): Promise<void> => {
    for (;;) {
      const report = await deps.itemReports.takeUntold(deps.clock());
      if (!report) return;
      await tell(deps, report);
    }
  };
}

async function tell(deps: TellOwnersDeps, report: ItemReport): Promise<void> {
  const { id, bankId, itemId, version } = report;
  const bank = await deps.banks.find(bankId);
  // What nobody writes here is looked after by the candidates' own municipality.
  const municipality = await deps.municipalities.find(
    bank?.ownerMunicipalityId ?? report.municipalityId,
  );
  if (!municipality) return;
  for (const person of await recipientsOf(deps, report, municipality))
    await tellPerson(deps, municipality, person, {
      id: `report-${id.replace('/', '-')}`,
      textKey: 'items.mail',
      values: { item: itemId, version },
      path: itemAddress(bankId, itemId),
    });
}

async function recipientsOf(
  { items, people, clock }: TellOwnersDeps,
  { bankId, itemId }: ItemReport,
  { id, timeZone }: { readonly id: string; readonly timeZone: string },
): Promise<readonly Person[]> {
  const today = dateIn(timeZone, clock());
  const ownerId = (await items.find(bankId, itemId))?.ownerId;
  const owner = ownerId === undefined ? undefined : await people.find(id, ownerId);
  if (owner?.employments.some((one) => isActiveOn(one, today))) return [owner];
  const authors = await people.withRole(id, 'examAuthor');
  return authors.filter(({ grants }) =>
    grants.some((grant) => grant.role === 'examAuthor' && isActiveOn(grant, today)),
  );
}
