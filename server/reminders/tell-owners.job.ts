import type { BankStore } from '../item-banks/bank.store.js';
import { itemAddress } from '../item-banks/bank-words.view.js';
import type { ItemReport, ItemReportStore } from '../item-banks/item-report.store.js';
import type { ItemStore } from '../item-banks/item.store.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import type { Texts } from '../platform/http/i18n.js';
import type { Logger } from '../platform/logger.js';
import { MailFailed, type Mailer } from '../platform/mail/mailer.js';
import { dateIn } from '../platform/plain-date.js';
import { greeting, mailBody } from '../platform/mail/mail-body.view.js';

export interface TellOwnersDeps {
  readonly itemReports: ItemReportStore;
  readonly items: ItemStore;
  readonly banks: BankStore;
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
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
  const bank = await deps.banks.find(report.bankId);
  // What nobody writes here is looked after by the candidates' own municipality.
  const municipality = await deps.municipalities.find(
    bank?.ownerMunicipalityId ?? report.municipalityId,
  );
  if (!municipality) return;
  const { locale } = municipality;
  const t = deps.texts(locale);
  const values = { item: report.itemId, version: report.version };
  const subject = t('items.mail.subject', values);
  const href = deps.publicUrl + itemAddress(report.bankId, report.itemId);
  const host = new URL(deps.publicUrl).hostname;
  for (const { id, givenName, email } of await recipientsOf(deps, report, municipality)) {
    if (email === undefined) continue;
    const mail = {
      messageId: `report-${report.id.replace('/', '-')}-${id}@${host}`,
      to: email,
      municipalityId: municipality.id,
      locale,
      date: deps.clock(),
      ...mailBody(locale, subject, [
        { text: greeting(givenName, t) },
        { text: t('items.mail.lead', values) },
        { text: t('items.mail.next'), href },
        { text: t('reminders.noReply') },
      ]),
    };
    try {
      await deps.mailer.send(mail);
    } catch (error) {
      if (!(error instanceof MailFailed)) throw error;
      deps.log.warn({ report: report.id, code: error.code }, 'mail about a report was not sent');
    }
  }
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
