import { X509Certificate } from 'node:crypto';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import { formatDate, type Texts } from '../platform/http/i18n.js';
import type { Logger } from '../platform/logger.js';
import { greeting, mailBody } from '../platform/mail/mail-body.view.js';
import { MailFailed, type Mailer } from '../platform/mail/mailer.js';
import { dateIn } from '../platform/plain-date.js';
import { administratorsOf } from './administrators.js';
import { expiryState, type ExpiryState } from './certificate-expiry.rules.js';
import type { ExpiryWarningStore } from './expiry-warning.store.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import { FIRST_KEY, providerName } from './providers.rules.js';
import { certificatesOf, type ServiceProviderKey } from './service-provider.js';

export interface WarnOfExpiryDeps {
  readonly municipalities: Pick<MunicipalityStore, 'all'>;
  readonly identityProviders: Pick<IdentityProviderStore, 'all'>;
  readonly people: Pick<PersonStore, 'withRoles'>;
  readonly expiryWarnings: Pick<ExpiryWarningStore, 'take' | 'giveBack'>;
  readonly key: ServiceProviderKey;
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** A certificate that ends soon: of a login service, or our own. */
interface Ending {
  readonly whose: string | undefined;
  /** Of the login service whose page tells of it. */
  readonly key: string;
  readonly fingerprint: string;
  readonly validTo: Date;
  readonly state: ExpiryState;
}

const SPOKEN_OF: readonly ExpiryState[] = ['within-60-days', 'within-30-days', 'within-7-days'];

/**
 * Mails administrators 60, 30 and 7 days before the end of a certificate of a login service, or of our own: each of them once a stage. Of stages
 * that passed unseen only the last is told.
 */
export function warnOfExpiry(deps: WarnOfExpiryDeps) {
  return async (stopping: AbortSignal): Promise<void> => {
    for (const municipality of await deps.municipalities.all()) {
      if (stopping.aborted) return;
      const endings = await endingsOf(deps, municipality.id);
      if (endings.length === 0) continue;
      const told = await administratorsOf(deps.people, municipality, deps.clock());
      for (const ending of endings)
        for (const person of told) await tell(deps, municipality, ending, person);
    }
  };
}

async function endingsOf(
  { identityProviders, key, clock }: WarnOfExpiryDeps,
  municipalityId: string,
): Promise<readonly Ending[]> {
  const now = clock();
  const ending = (pem: string, whose: string | undefined, of: string): Ending => {
    const { fingerprint256: fingerprint, validTo: end } = new X509Certificate(pem);
    const validTo = new Date(end);
    return { whose, key: of, fingerprint, validTo, state: expiryState(validTo, now) };
  };
  const providers = await identityProviders.all(municipalityId);
  // Nobody logs in where there is no login service: our certificate means nothing there.
  const own = providers.length === 0 ? [] : certificatesOf(key);
  return [
    ...providers.flatMap((one) =>
      one.settings.certificates.map((pem) => ending(pem, providerName(one), one.key)),
    ),
    ...own.map((pem) => ending(pem, undefined, FIRST_KEY)),
  ].filter(({ state }) => SPOKEN_OF.includes(state));
}

async function tell(
  deps: WarnOfExpiryDeps,
  municipality: Municipality,
  ending: Ending,
  { id: recipientId, givenName, email: to }: Person,
): Promise<void> {
  if (to === undefined) return;
  const { fingerprint, state, validTo } = ending;
  const { id: municipalityId, locale } = municipality;
  const warning = { municipalityId, fingerprint, state, recipientId };
  if (!(await deps.expiryWarnings.take(warning, validTo))) return;
  const host = new URL(deps.publicUrl).hostname;
  const short = fingerprint.replaceAll(':', '').slice(0, 16);
  try {
    await deps.mailer.send({
      messageId: `expiry-${short}-${state}-${recipientId}@${host}`,
      ...{ to, municipalityId, locale, date: deps.clock() },
      ...mailOf(deps, municipality, ending, givenName),
    });
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error;
    // The next run tries again; the page tells of it meanwhile.
    await deps.expiryWarnings.giveBack(warning);
    deps.log.warn({ municipality: municipalityId, code: error.code }, 'expiry was not told');
  }
}

function mailOf(
  { texts, publicUrl }: WarnOfExpiryDeps,
  { locale, timeZone, name }: Municipality,
  { whose, key, fingerprint, validTo }: Ending,
  givenName: string,
) {
  const t = texts(locale);
  const kind = whose === undefined ? 'own' : 'provider';
  const date = formatDate(dateIn(timeZone, validTo), locale);
  const subject = t(`expiry.${kind}.subject`, { date, municipality: name });
  return mailBody(locale, subject, [
    { text: greeting(givenName, t) },
    { text: t(`expiry.${kind}.lead`, { date, provider: whose ?? '' }) },
    { text: t('expiry.fingerprint', { fingerprint }) },
    {
      text: t(`expiry.${kind}.next`),
      href: `${publicUrl}/administration/identity?provider=${key}`,
    },
    { text: t('reminders.noReply') },
  ]);
}
