import type { ExamWindow, WindowNews } from '../attempts/windows/exam-window.js';
import type { ExamWindowStore } from '../attempts/windows/exam-window.store.js';
import { whenText } from '../attempts/windows/exam-window.view.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import { inLocale } from '../platform/locale.js';
import { tellPerson, type TellPersonDeps } from './tell-person.js';

export interface TellOfWindowsDeps extends TellPersonDeps {
  readonly examWindows: Pick<ExamWindowStore, 'takeUntold'>;
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
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
  const { locale, timeZone } = municipality;
  const people = await deps.people.findAll(
    municipalityId,
    places.map(({ personId }) => personId),
  );
  for (const person of people)
    await tellPerson(deps, municipality, person, {
      id: `window-${window.id}-${news}-${window.revision}`,
      textKey: `windows.mail.${news}`,
      values: {
        programme: inLocale(programme.titles, locale).value,
        when: whenText(window, { t: deps.texts(locale), locale, timeZone }),
      },
      path: `/programmes/${programmeId}/exam`,
    });
}
