import type { ExamWindow, WindowNews } from '../attempts/windows/exam-window.js';
import type { ExamWindowStore } from '../attempts/windows/exam-window.store.js';
import { whenText } from '../attempts/windows/exam-window.view.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import type { Texts } from '../platform/http/i18n.js';
import { inLocale } from '../platform/locale.js';
import type { Logger } from '../platform/logger.js';
import { MailFailed, type Mailer } from '../platform/mail/mailer.js';
import { greeting, mailBody } from '../platform/mail/mail-body.view.js';

export interface TellOfWindowsDeps {
  readonly examWindows: Pick<ExamWindowStore, 'takeUntold'>;
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Sends one mail to everybody who has a place in an exam window that was moved or cancelled. The news is taken before its mails are sent, so none
 * comes twice; what a mail server turned down still stands on the page before the exam.
 */
export function tellOfWindows(deps: TellOfWindowsDeps) {
  return async (): Promise<void> => {
    for (;;) {
      const window = await deps.examWindows.takeUntold(deps.clock());
      if (!window?.untold) return;
      await tell(deps, window, window.untold);
    }
  };
}

async function tell(deps: TellOfWindowsDeps, window: ExamWindow, news: WindowNews): Promise<void> {
  const { municipalityId, programmeId, places } = window;
  const [municipality, programme] = await Promise.all([
    deps.municipalities.find(municipalityId),
    deps.programmes.latest(municipalityId, programmeId),
  ]);
  if (!municipality || !programme) return;
  const values = {
    programme: inLocale(programme.titles, municipality.locale).value,
    when: whenText(window, wordsOf(deps, municipality)),
  };
  for (const { personId } of places) {
    const person = await deps.people.find(municipalityId, personId);
    if (person?.email === undefined) continue;
    const to = { ...person, email: person.email };
    try {
      await deps.mailer.send(mailTo(deps, municipality, to, window, news, values));
    } catch (error) {
      if (!(error instanceof MailFailed)) throw error;
      deps.log.warn({ window: window.id, code: error.code }, 'mail about a window was not sent');
    }
  }
}

const wordsOf = ({ texts }: TellOfWindowsDeps, { locale, timeZone }: Municipality) => ({
  ...{ t: texts(locale), locale, timeZone },
});

function mailTo(
  { texts, publicUrl, clock }: TellOfWindowsDeps,
  { id: municipalityId, locale }: Municipality,
  {
    id,
    givenName,
    email,
  }: { readonly id: string; readonly givenName: string; readonly email: string },
  window: ExamWindow,
  news: WindowNews,
  values: Readonly<Record<string, string>>,
) {
  const t = texts(locale);
  const { hostname } = new URL(publicUrl);
  const subject = t(`windows.mail.${news}.subject`, values);
  return {
    messageId: `window-${window.id}-${news}-${window.revision}-${id}@${hostname}`,
    ...{ to: email, municipalityId, locale, date: clock() },
    ...mailBody(locale, subject, [
      { text: greeting(givenName, t) },
      { text: t(`windows.mail.${news}.lead`, values) },
      {
        text: t(`windows.mail.${news}.next`),
        href: `${publicUrl}/programmes/${window.programmeId}/exam`,
      },
      { text: t('reminders.noReply') },
    ]),
  };
}
