import { mayHoldPass, passCookie } from '../attempts/attempt-pass.routes.js';
import { keepAccounts } from '../identity/break-glass/keep-accounts.js';
import { tellAdministrators } from '../identity/break-glass/tell-administrators.js';
import type { LoginMunicipality } from '../identity/providers.rules.js';
import { recordSignedInPerson } from '../identity/record-signed-in-person.js';
import { beginLogout } from '../identity/single-logout.js';
import type { Municipality } from '../organisation/municipality.js';
import { createRateLimits } from '../platform/limits/rate-limits.js';
import type { Core } from './core.js';
import type { Organisation } from './organisation.js';

/** Logins by the municipalities' own identity providers, and how they end. */
export function composeIdentity(core: Core, { work }: Pick<Organisation, 'work'>) {
  const { config, publicUrl, https, stores, audit, pages, clock, ids, log } = core;
  const key = config.samlKey;
  /** A municipality without an identity provider has no login. */
  const withProviders = async (
    municipality: Municipality | undefined,
  ): Promise<LoginMunicipality | undefined> => {
    if (!municipality) return undefined;
    const { id, slug } = municipality;
    const [first, ...others] = await stores.identityProviders.all(id);
    return first && { id, slug, identityProvider: first.settings, others };
  };
  return {
    session: {
      publicUrl,
      sessions: stores.sessions,
      people: stores.people,
      audit,
      beginLogout: beginLogout({
        publicUrl,
        key,
        logoutRequests: stores.logoutRequests,
        municipalityOf: async (municipalityId) =>
          withProviders(await stores.municipalities.find(municipalityId)),
        clock,
      }),
      passesOf: async ({
        municipalityId,
        personId,
      }: {
        municipalityId: string;
        personId: string;
      }) =>
        (await stores.attempts.historyOf(municipalityId, [personId]))
          .filter((attempt) => mayHoldPass(attempt, clock()))
          .map(({ id }) => passCookie(https, id)),
      loginAt: async (municipalityId: string) => {
        const municipality = await stores.municipalities.find(municipalityId);
        return municipality && `/m/${municipality.slug}/saml/login`;
      },
      pages,
      clock,
    },
    breakGlass: {
      publicUrl,
      accounts: stores.breakGlassAccounts,
      sessions: stores.sessions,
      rateLimits: createRateLimits({ store: stores.rateLimits, secret: config.secret, clock }),
      findMunicipality: (slug: string) => stores.municipalities.findBySlug(slug),
      tell: tellAdministrators({ ...core, people: stores.people }),
      secret: config.secret,
      audit,
      pages,
      clock,
      log,
    },
    breakGlassAccounts: keepAccounts({
      accounts: stores.breakGlassAccounts,
      sessions: stores.sessions,
      secret: config.secret,
      audit,
      clock,
      ids,
    }),
    saml: {
      publicUrl,
      about: {
        names: [{ language: 'en', text: 'Medsert' }],
        descriptions: [
          { language: 'nb', text: 'Sertifisering i legemiddelhåndtering' },
          { language: 'sv', text: 'Certifiering i läkemedelshantering' },
          { language: 'en', text: 'Certification in the handling of medicines' },
        ],
        organisation: { name: 'Medsert', url: publicUrl, language: 'en' },
        contactEmail: /<([^>]+)>/.exec(config.mailFrom)?.[1] ?? config.mailFrom,
      },
      key,
      requests: stores.signInRequests,
      usedAssertions: stores.usedAssertions,
      logoutRequests: stores.logoutRequests,
      sessions: stores.sessions,
      sessionLimits: stores.sessionLimits,
      findMunicipality: async (slug: string) =>
        withProviders(await stores.municipalities.findBySlug(slug)),
      audit,
      pages,
      recordPerson: recordSignedInPerson({ ...stores, work, ids, clock, log }),
      clock,
      log: {
        warn: (refusal: Readonly<Record<string, string>>) => {
          log.warn(refusal, 'login refused');
        },
      },
    },
    identitySettings: {
      publicUrl,
      key,
      requests: stores.signInRequests,
      identityProviders: stores.identityProviders,
      municipalities: stores.municipalities,
      sessionLimits: stores.sessionLimits,
      audit,
      pages,
      clock,
    },
  };
}
