import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type Response,
} from 'express';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { SigningKey } from './demo-assertion.js';
import {
  demoAnswer,
  demoIdentityProviderUrls,
  demoMetadata,
  demoSignOut,
  type DemoMunicipality,
} from './demo-identity-provider.js';
import {
  answerPage,
  chooseUserPage,
  contentSecurityPolicy,
  refusedPage,
} from './demo-identity-provider.view.js';
import { readSignInRequest } from './demo-sign-in-request.js';

export interface DemoIdentityProviderDeps {
  /** How the service runs. Anything but `demo` is refused. */
  readonly mode: string;
  /** Where browsers reach it: the host of the service itself (cookies of a plain-http demo do not cross hosts), another port. */
  readonly origin: string;
  readonly key: SigningKey;
  readonly municipalities: readonly DemoMunicipality[];
  readonly clock: Clock;
}

const pathParams = z.object({ slug: z.string() });
const choice = z.object({ username: z.string() });

/**
 * Login services for a demo: real SAML with made-up people, where anyone is whoever they click on. An application of its own, for a port of
 * its own on the loopback address. It remembers nobody: every login shows the list, so that to change user is to log in again.
 */
export function demoIdentityProvider(deps: DemoIdentityProviderDeps): Express {
  const { mode, origin, key, clock } = deps;
  if (mode !== 'demo') {
    throw new Error('The demo login service lets anyone in: it runs in demo mode only');
  }
  const municipalities = new Map(deps.municipalities.map((one) => [one.slug, one]));

  function addressed(req: Request) {
    const { slug } = pathParams.parse(req.params);
    const municipality = municipalities.get(slug);
    if (!municipality) throw new NotFound('municipality');
    return { municipality, urls: demoIdentityProviderUrls(origin, slug) };
  }

  function requested(req: Request) {
    const { municipality, urls } = addressed(req);
    const rawQuery = req.originalUrl.split('?')[1] ?? '';
    const request = readSignInRequest(rawQuery, urls.signInUrl, municipality.serviceProvider);
    return { municipality, urls, request };
  }

  const app = express().disable('x-powered-by');

  app.get('/:slug/sign-in', (req, res) => {
    const { municipality } = requested(req);
    const { language, name, users } = municipality;
    sendPage(res, "'self'", chooseUserPage(language, name, users));
  });

  app.post('/:slug/sign-in', express.urlencoded({ extended: false }), (req, res) => {
    const { municipality, urls, request } = requested(req);
    const { username } = choice.parse(req.body);
    const user = municipality.users.find((candidate) => candidate.username === username);
    if (!user) throw new NotFound('demo user');
    const { serviceProvider, language } = municipality;
    const answer = {
      acsUrl: serviceProvider.acsUrl,
      samlResponse: demoAnswer({ key, clock, ...urls }, serviceProvider, request, user),
      relayState: request.relayState,
    };
    sendPage(res, new URL(answer.acsUrl).origin, answerPage(language, answer));
  });

  app.get('/:slug/sign-out', (req, res) => {
    const { municipality, urls } = addressed(req);
    const rawQuery = req.originalUrl.split('?')[1] ?? '';
    const service = municipality.serviceProvider;
    res.set('Cache-Control', 'no-store');
    res.redirect(303, demoSignOut({ key, clock, ...urls }, service, rawQuery));
  });

  app.get('/:slug/metadata', (req, res) => {
    const { urls } = addressed(req);
    res.type('application/samlmetadata+xml').send(demoMetadata(urls, key));
  });

  // Whatever is wrong, there is one way on for the person: to begin again at the service.
  const refuse: ErrorRequestHandler = (error: unknown, req, res, _next) => {
    const slug = req.path.split('/')[1] ?? '';
    res.status(error instanceof NotFound ? error.status : 400);
    sendPage(res, "'none'", refusedPage(municipalities.get(slug)?.language ?? 'en'));
  };
  app.use(refuse);
  return app;
}

function sendPage(res: Response, formTarget: string, page: string): void {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(formTarget),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  });
  res.type('html').send(page);
}
