import { X509Certificate } from 'node:crypto';
import { formatDate, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { dateIn } from '../platform/plain-date.js';
import { expiryState, type ExpiryState } from './certificate-expiry.rules.js';
import type { IdentityProviderProposal, IdentityProviderRecord } from './identity-provider.js';
import type { MetadataChange } from './metadata-changes.rules.js';
import { providerName } from './providers.rules.js';
import type { ServiceProviderUrls } from './service-provider.js';

interface Surroundings {
  /** Every login service of the municipality. */
  readonly all: readonly IdentityProviderRecord[];
  readonly urls: ServiceProviderUrls;
  /** Goes straight to this login service. */
  readonly loginHref: string;
  /** What this service signs with, and what it will sign with next. */
  readonly ownCertificates: readonly string[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Date;
}

type Colour = 'success' | 'warning' | 'danger';

const COLOURS: Readonly<Record<ExpiryState, Colour>> = {
  good: 'success',
  'within-60-days': 'warning',
  'within-30-days': 'warning',
  'within-7-days': 'danger',
  expired: 'danger',
};

/** A municipality's login service as its administrators see it. */
export function identitySettingsPage(record: IdentityProviderRecord, around: Surroundings) {
  const { t, urls, now, all } = around;
  const { settings, source, lastFetch, proposal, waitingUnitCodes = [] } = record;
  const { wantedLevels = [] } = settings;
  const day = (instant: Date): string =>
    formatDate(dateIn(around.timeZone, instant), around.locale);
  const certificateIn = (pem: string) => {
    const { fingerprint256, validTo } = new X509Certificate(pem);
    const state = expiryState(new Date(validTo), now);
    return {
      fingerprint: fingerprint256,
      until: day(new Date(validTo)),
      state: t(`identity.certificate.${state}`),
      colour: COLOURS[state],
    };
  };
  return {
    heading: t('identity.title'),
    facts: [
      { label: t('identity.provider'), value: settings.entityId },
      { label: t('identity.source'), value: source?.url ?? t('identity.fromFile') },
      ...(lastFetch
        ? [
            {
              label: t('identity.lastRead'),
              value: lastFetch.problem
                ? t('identity.readProblem', { date: day(lastFetch.at), code: lastFetch.problem })
                : day(lastFetch.at),
            },
          ]
        : []),
      {
        label: t('identity.levels'),
        value: wantedLevels.length > 0 ? wantedLevels.join(', ') : t('identity.anyLevel'),
      },
      { label: t('identity.ourMetadata'), value: urls.entityId },
      ...(all.length > 1 ? [{ label: t('providers.deepLink'), value: around.loginHref }] : []),
    ],
    key: record.key,
    name: providerName(record),
    providers:
      all.length > 1
        ? all.map((one) => ({
            href: `/administration/identity?provider=${one.key}`,
            name: providerName(one),
            current: one.key === record.key,
          }))
        : [],
    certificates: settings.certificates.map(certificateIn),
    ownCertificates: around.ownCertificates.map(certificateIn),
    proposal: proposal ? proposalIn(proposal, day, t) : false,
    codes: waitingUnitCodes,
    units: around.units,
  } as const;
}

function proposalIn(
  { id, foundAt, changes }: IdentityProviderProposal,
  day: (instant: Date) => string,
  t: Translate,
) {
  return {
    id,
    found: t('identity.proposal.found', { date: day(foundAt) }),
    changes: changes.map((change) => changeInWords(change, day, t)),
  };
}

function changeInWords(
  change: MetadataChange,
  day: (instant: Date) => string,
  t: Translate,
): string {
  if (change.kind === 'address') {
    const none = t('identity.none');
    const { field, from = none, to = none } = change;
    return t('identity.change.address', { what: t(`identity.change.${field}`), from, to });
  }
  const { fingerprint256, validTo } = new X509Certificate(change.certificate);
  return t(`identity.change.${change.kind}`, {
    fingerprint: fingerprint256,
    date: day(new Date(validTo)),
  });
}
