import {
  Router,
  urlencoded,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { z } from 'zod';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { readCookie } from '../platform/http/read-cookie.js';
import { sharedDeviceMark } from '../platform/http/shared-device.js';
import type { Logger } from '../platform/logger.js';
import { bindingCookie, crossSiteBinding, sessionCookie } from './cookies.js';
import { loginSender } from './login.routes.js';
import { FIRST_KEY, withProviderCalled, type LoginMunicipality } from './providers.rules.js';
import type { ArrivedLogout } from './saml-checks/arrived-logout.js';
import { municipalityMark, rememberedMark } from '../platform/http/remembered-municipality.js';
import { redirectedLogout } from './saml-checks/logout-checks.js';
import { refuseMessages } from './saml-checks/one-message.check.js';
import { postedLogout } from './saml-checks/posted-logout.check.js';
import { SIGN_IN_LIFETIME_MS } from './saml-config.js';
import { createSamlPassport } from './saml-passport.js';
import { SamlRefusal } from './saml-refusal.js';
import { serviceProviderUrls } from './service-provider.js';
import { receiveLogout, type ReceiveLogoutDeps } from './single-logout.js';
import type { SessionStore } from './session.store.js';
import { presentSessionId } from './session.routes.js';
import { signIn, type SignInDeps } from './sign-in.js';
import type { SignInRequestStore } from './sign-in-request.store.js';
import { sendTestedLogin } from './tested-login.routes.js';
import { serviceProviderMetadata, type ServiceDescription } from './sp-metadata.js';

interface SamlRoutesDeps extends SignInDeps, Omit<ReceiveLogoutDeps, 'sessions'> {
  /** Where browsers reach the service, without a path. */
  readonly publicUrl: string;
  readonly about: ServiceDescription;
  readonly requests: SignInRequestStore;
  readonly sessions: Pick<SessionStore, 'start' | 'end' | 'endOfLogin'>;
  readonly findMunicipality: (slug: string) => Promise<LoginMunicipality | undefined>;
  readonly pages: Pick<Pages, 'send' | 'texts'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** The only place a municipality is taken from; a message that names another one is refused. */
const pathParams = z.object({ slug: z.string() });

/** A response with 150 groups and two signatures has about 60 kB. */
const parseForm: RequestHandler = urlencoded({
  extended: false,
  limit: '256kb',
  parameterLimit: 10,
  inflate: false,
});

/** Too large, too many fields, compressed, in a foreign alphabet: the parser's reasons are one refusal to us. */
const readForm: RequestHandler = (req, res, next) => {
  parseForm(req, res, (error?: unknown) => {
    next(error === undefined ? undefined : new SamlRefusal('saml-form-unreadable'));
  });
};

/** To be mounted at `SAML_MOUNT_PATH`, ahead of every body parser and of the guard against cross-site posts: the answer comes from another site. */
export function samlRoutes(deps: SamlRoutesDeps): Router {
  const { publicUrl, key } = deps;
  const router = Router({ mergeParams: true });
  const passport = createSamlPassport();
  const sendToLogin = loginSender({ ...deps, passport });
  const finish = signIn(deps);
  const endByMessage = receiveLogout(deps);

  async function partiesOf(params: unknown) {
    const { slug } = pathParams.parse(params);
    const municipality = await deps.findMunicipality(slug);
    if (!municipality) throw new NotFound('municipality');
    return { municipality, urls: serviceProviderUrls(publicUrl, municipality.slug), key };
  }

  router.get('/login', async (req, res, next) => {
    refuseMessages(req);
    const { municipality: found } = await partiesOf(req.params);
    const key = req.query['provider'];
    if (key === undefined && found.others?.length) {
      res.redirect(303, choiceAddress(found.slug, req.query['returnTo']));
      return;
    }
    const municipality = withProviderCalled(found, typeof key === 'string' ? key : FIRST_KEY);
    if (!municipality) throw new NotFound('identity provider');
    await sendToLogin(req, res, next, {
      municipality,
      returnTo: req.query['returnTo'],
      presentSessionId: presentSessionId(req, publicUrl),
    });
  });

  router.post('/acs', readForm, async (req, res) => {
    const { municipality, urls } = await partiesOf(req.params);
    const arrived = await finish({
      municipality,
      urls,
      form: { body: req.body, query: req.query },
      browserSecret: (requestId) => browserSecretOf(req, publicUrl, requestId),
      presentSessionId: presentSessionId(req, publicUrl),
      verifiedAssertion: (config, opened) => {
        if (opened !== undefined) req.body = { ...(req.body as object), SAMLResponse: opened };
        return passport.verifiedAssertion(req, res, config);
      },
    });
    endBinding(res, publicUrl, arrived.requestId);
    if ('claims' in arrived) {
      sendTestedLogin(deps.pages, req, res, arrived);
      return;
    }
    const session = sessionCookie(publicUrl);
    res.cookie(session.name, arrived.sessionSecret, session.options);
    const https = publicUrl.startsWith('https://');
    const mark = sharedDeviceMark(https);
    const remembered = municipalityMark(https);
    if (arrived.isShared) res.cookie(mark.name, 'yes', mark.options);
    else res.cookie(remembered.name, markOf(municipality, arrived.providerId), remembered.options);
    res.redirect(303, arrived.returnPath);
  });

  // Both ways end here. Nobody's cookie is asked for: the login service may call from inside a page of its own.
  async function logOut(req: Request, res: Response, read: () => ArrivedLogout): Promise<void> {
    const location = await endByMessage({
      ...(await partiesOf(req.params)),
      message: read(),
      doubt: (refusal) => {
        logRefusal(deps.log, req, refusal);
      },
    });
    res.set('Cache-Control', 'no-store');
    res.redirect(303, location);
  }

  router.get('/slo', async (req, res) => {
    // Undecoded, as it was signed.
    const rawQuery = req.originalUrl.slice(req.originalUrl.indexOf('?') + 1);
    await logOut(req, res, () => redirectedLogout(rawQuery));
  });

  router.post('/slo', readForm, async (req, res) => {
    await logOut(req, res, () => postedLogout({ body: req.body, query: req.query }));
  });

  router.get('/metadata', async (req, res) => {
    const { municipality, ...own } = await partiesOf(req.params);
    const { attributes, acceptsEncrypted } = municipality.identityProvider;
    const metadata = serviceProviderMetadata({
      ...own,
      attributes,
      acceptsEncrypted,
      about: deps.about,
    });
    res.type('application/samlmetadata+xml').send(metadata);
  });

  router.use(logRefusals(deps));
  return router;
}

/** Where people choose among several login services. */
function choiceAddress(slug: string, returnTo: unknown): string {
  const path = `/m/${encodeURIComponent(slug)}`;
  return typeof returnTo === 'string'
    ? `${path}?${new URLSearchParams({ returnTo }).toString()}`
    : path;
}

function markOf({ slug, others = [] }: LoginMunicipality, providerId: string | undefined): string {
  if (others.length === 0) return slug;
  return rememberedMark(slug, others.find(({ id }) => id === providerId)?.key ?? FIRST_KEY);
}

function browserSecretOf(req: Request, publicUrl: string, requestId: string): string | undefined {
  const { name } = bindingCookie(publicUrl, requestId, SIGN_IN_LIFETIME_MS);
  const cross = crossSiteBinding(publicUrl, requestId, SIGN_IN_LIFETIME_MS);
  const { cookie } = req.headers;
  return readCookie(cookie, name) ?? (cross && readCookie(cookie, cross.name));
}

function endBinding(res: Response, publicUrl: string, requestId: string): void {
  const binding = bindingCookie(publicUrl, requestId, SIGN_IN_LIFETIME_MS);
  const cross = crossSiteBinding(publicUrl, requestId, SIGN_IN_LIFETIME_MS);
  res.clearCookie(binding.name, binding.options);
  if (cross) res.clearCookie(cross.name, cross.options);
  res.set('Cache-Control', 'no-store');
}

const SLUG = /^[a-z0-9-]{1,63}$/;

/** In the log, and in the trail of the municipality that was to be entered: the class of the refusal, and nothing of what was sent. */
function logRefusals(
  deps: Pick<SamlRoutesDeps, 'log' | 'findMunicipality' | 'audit' | 'clock'>,
): ErrorRequestHandler {
  return async (error: unknown, req, _res, next) => {
    if (error instanceof SamlRefusal) {
      logRefusal(deps.log, req, error);
      const municipality = await deps.findMunicipality(String(req.params['slug']));
      if (municipality) {
        req.otherWayOut = {
          href: `/m/${municipality.slug}/break-glass`,
          textKey: 'breakGlass.otherWay',
        };
        await deps.audit.record({
          municipalityId: municipality.id,
          actor: 'system',
          action: 'login.refused',
          subject: `municipality:${municipality.id}`,
          at: deps.clock(),
          details: { code: error.code },
        });
      }
    }
    next(error);
  };
}

function logRefusal(log: Pick<Logger, 'warn'>, req: Request, { code }: SamlRefusal): void {
  const slug = String(req.params['slug']);
  // What does not look like the name of a municipality was made up by the sender and stays out of the log.
  const municipality = SLUG.test(slug) ? slug : 'unknown';
  const refusal = { code, municipality, requestId: req.requestId ?? 'none' };
  log.warn(refusal, 'login refused');
}
