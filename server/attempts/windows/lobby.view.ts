import type { Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import type { Standing } from '../gate.js';
import { whenText } from './exam-window.view.js';
import { nextStep, type StartStep } from './start-code.rules.js';

/** What is still asked of somebody to whom the gate is open. */
export function stepOf({
  decision,
  evidence,
  programme,
}: Pick<Standing, 'decision' | 'evidence' | 'programme'>): StartStep | undefined {
  const own = evidence.windows?.open[0];
  if (!own || !decision.allowed) return undefined;
  return nextStep(programme.rules.supervision?.start ?? 'any', own.place);
}

/** The page on which one waits to be let in, and then starts; nothing for who does neither. */
export function lobbyView(
  standing: Standing,
  { t, locale }: { readonly t: Translate; readonly locale: Locale },
) {
  const { decision, evidence, programme, municipality } = standing;
  const own = evidence.windows?.open[0];
  if (!own?.place?.enteredAt || !decision.allowed) return undefined;
  const waits = stepOf(standing) === 'admission';
  const here = `/programmes/${programme.id}/exam`;
  return {
    title: t('lobby.title'),
    when: whenText(own.window, { t, locale, timeZone: municipality.timeZone }),
    text: t(waits ? 'lobby.waits' : 'lobby.admitted'),
    colour: waits ? 'info' : 'success',
    startAction: waits ? '' : here,
    here: `${here}/lobby`,
  };
}
