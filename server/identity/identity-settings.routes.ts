import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import type { AuditTrail } from '../audit/audit-event.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { readerOf, scopeFor, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { decideProposal } from './decide-proposal.js';
import type { IdentityProviderRecord } from './identity-provider.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import { identitySettingsPage } from './identity-settings.view.js';
import { loginSender } from './login.routes.js';
import { FIRST_KEY } from './providers.rules.js';
import { createSamlPassport } from './saml-passport.js';
import { certificatesOf, serviceProviderUrls } from './service-provider.js';
import { settleUnitCode } from './settle-unit-code.js';

type IdentitySettingsDeps = Omit<Parameters<typeof loginSender>[0], 'passport'> &
  Parameters<typeof decideProposal>[0] &
  Parameters<typeof settleUnitCode>[0] & {
    readonly identityProviders: Pick<IdentityProviderStore, 'all' | 'rename'>;
    readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
    readonly audit: AuditTrail;
    readonly pages: Pages;
    readonly clock: Clock;
  };

const PATH = '/administration/identity';
const which = z.object({ provider: z.string().max(64).default(FIRST_KEY) });
const decisionForm = z.object({ proposal: z.string(), answer: z.enum(['accept', 'dismiss']) });
const codeForm = z.object({ code: z.string().max(256), unit: z.string().max(256) });
const nameForm = z.object({ name: z.string().trim().min(1).max(60) });
const form = urlencoded({ extended: false, limit: '10kb' });

/** The login service of the municipality, for administrators: certificates, proposed changes, unit codes, and a login to try. */
export function identitySettingsRoutes(deps: IdentitySettingsDeps): Router {
  const { pages, publicUrl, clock } = deps;
  const router = Router();
  const sendToLogin = loginSender({ ...deps, passport: createSamlPassport() });
  const decide = decideProposal(deps);
  const settle = settleUnitCode(deps);

  /** The login services of the municipality, and the one that is meant; people who know only one never name it. */
  async function providersFor(req: Request) {
    const { municipalityId } = scopeFor(req, 'manage-identity');
    const { provider } = which.parse({ ...req.query, ...(req.body as object | undefined) });
    const all = await deps.identityProviders.all(municipalityId);
    const record = all.find(({ key }) => key === provider);
    if (!record) throw new NotFound('identity provider');
    return { all, record, actor: readerOf(req).person.id };
  }

  router.get(PATH, signedInOnly, async (req, res) => {
    const { all, record } = await providersFor(req);
    const { municipality } = readerOf(req);
    const model = identitySettingsPage(record, {
      all,
      urls: serviceProviderUrls(publicUrl, municipality.slug),
      loginHref: `${publicUrl}/m/${municipality.slug}/saml/login?provider=${record.key}`,
      ownCertificates: certificatesOf(deps.key),
      units: await deps.municipalities.unitsOf(municipality.id),
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
      now: clock(),
    });
    pages.send(req, res, 'identity/settings', model, { title: model.heading });
  });

  router.post(`${PATH}/name`, signedInOnly, form, async (req, res) => {
    const { record, actor } = await providersFor(req);
    const { id, municipalityId } = record;
    const { name } = nameForm.parse(req.body);
    await deps.identityProviders.rename(id, name);
    await deps.audit.record({
      ...{ municipalityId, actor, action: 'identity-provider.renamed' },
      ...{ subject: `identity-provider:${id}`, at: clock(), details: { name } },
    });
    res.redirect(303, addressOf(record));
  });

  router.post(`${PATH}/proposal`, signedInOnly, form, async (req, res) => {
    const { record, actor } = await providersFor(req);
    const { id: providerId, municipalityId } = record;
    const { proposal: proposalId, answer } = decisionForm.parse(req.body);
    // One that was replaced meanwhile is shown anew, undecided.
    await decide({ municipalityId, providerId, proposalId, answer, actor });
    res.redirect(303, addressOf(record));
  });

  router.post(`${PATH}/unit-code`, signedInOnly, form, async (req, res) => {
    const { record, actor } = await providersFor(req);
    const { id: providerId, municipalityId } = record;
    const { code, unit } = codeForm.parse(req.body);
    const whose = { municipalityId, providerId, actor };
    await settle({ ...whose, code, ...(unit !== '' && { unitId: unit }) });
    res.redirect(303, addressOf(record));
  });

  router.get(`${PATH}/test-login`, signedInOnly, async (req, res, next) => {
    const { record } = await providersFor(req);
    const { id, slug } = readerOf(req).municipality;
    const municipality = {
      ...{ id, slug, identityProvider: record.settings },
      ...(record.key !== FIRST_KEY && { providerId: record.id }),
    };
    await sendToLogin(req, res, next, { municipality, returnTo: addressOf(record), isTest: true });
  });

  return router;
}

/** Without the first one's key, which is the page's own. */
function addressOf({ key }: Pick<IdentityProviderRecord, 'key'>): string {
  return key === FIRST_KEY ? PATH : `${PATH}?provider=${key}`;
}
