import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { readerOf, scopeFor, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { decideProposal } from './decide-proposal.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import { identitySettingsPage } from './identity-settings.view.js';
import { loginSender } from './login.routes.js';
import { createSamlPassport } from './saml-passport.js';
import { serviceProviderUrls } from './service-provider.js';
import { settleUnitCode } from './settle-unit-code.js';

type IdentitySettingsDeps = Omit<Parameters<typeof loginSender>[0], 'passport'> &
  Parameters<typeof decideProposal>[0] &
  Parameters<typeof settleUnitCode>[0] & {
    readonly identityProviders: Pick<IdentityProviderStore, 'record'>;
    readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
    readonly pages: Pages;
    readonly clock: Clock;
  };

const PATH = '/administration/identity';
const decisionForm = z.object({ proposal: z.string(), answer: z.enum(['accept', 'dismiss']) });
const codeForm = z.object({ code: z.string().max(256), unit: z.string().max(256) });
const form = urlencoded({ extended: false, limit: '10kb' });

/** The login service of the municipality, for administrators: certificates, proposed changes, unit codes, and a login to try. */
export function identitySettingsRoutes(deps: IdentitySettingsDeps): Router {
  const { pages, publicUrl, clock } = deps;
  const router = Router();
  const sendToLogin = loginSender({ ...deps, passport: createSamlPassport() });
  const decide = decideProposal(deps);
  const settle = settleUnitCode(deps);

  async function recordFor(req: Request) {
    const { municipalityId } = scopeFor(req, 'manage-identity');
    const record = await deps.identityProviders.record(municipalityId);
    if (!record) throw new NotFound('identity provider');
    return record;
  }

  router.get(PATH, signedInOnly, async (req, res) => {
    const record = await recordFor(req);
    const { municipality } = readerOf(req);
    const model = identitySettingsPage(record, {
      urls: serviceProviderUrls(publicUrl, municipality.slug),
      units: await deps.municipalities.unitsOf(municipality.id),
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
      now: clock(),
    });
    pages.send(req, res, 'identity/settings', model, { title: model.heading });
  });

  router.post(`${PATH}/proposal`, signedInOnly, form, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'manage-identity');
    const { proposal: proposalId, answer } = decisionForm.parse(req.body);
    const actor = readerOf(req).person.id;
    // One that was replaced meanwhile is shown anew, undecided.
    await decide({ municipalityId, proposalId, answer, actor });
    res.redirect(303, PATH);
  });

  router.post(`${PATH}/unit-code`, signedInOnly, form, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'manage-identity');
    const { code, unit } = codeForm.parse(req.body);
    const actor = readerOf(req).person.id;
    await settle({ municipalityId, actor, code, ...(unit !== '' && { unitId: unit }) });
    res.redirect(303, PATH);
  });

  router.get(`${PATH}/test-login`, signedInOnly, async (req, res, next) => {
    const { settings: identityProvider } = await recordFor(req);
    const { id, slug } = readerOf(req).municipality;
    const municipality = { id, slug, identityProvider };
    await sendToLogin(req, res, next, { municipality, returnTo: PATH, isTest: true });
  });

  return router;
}
