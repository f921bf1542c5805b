import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Connection } from 'mongoose';
import type { LoginMunicipality } from '../../server/identity/providers.rules.js';
import { samlRoutes } from '../../server/identity/saml.routes.js';
import {
  SAML_MOUNT_PATH,
  type ServiceProviderKey,
} from '../../server/identity/service-provider.js';
import { sessionFromCookie, sessionRoutes } from '../../server/identity/session.routes.js';
import { USUAL_LIMITS } from '../../server/identity/session.rules.js';
import { createLogoutRequestStore } from '../../server/identity/logout-request.store.js';
import { createSessionStore } from '../../server/identity/session.store.js';
import { createSignInRequestStore } from '../../server/identity/sign-in-request.store.js';
import type { SignedInPerson } from '../../server/identity/signed-in-person.rules.js';
import { beginLogout } from '../../server/identity/single-logout.js';
import type { ServiceDescription } from '../../server/identity/sp-metadata.js';
import { createUsedAssertionStore } from '../../server/identity/used-assertion.store.js';
import type { AuditEvent, AuditTrail } from '../../server/audit/audit-event.js';
import { systemClock, type Clock } from '../../server/platform/clock.js';
import type { Pages } from '../../server/platform/http/page.js';
import { DomainError } from '../../server/platform/errors.js';
import {
  createSelfSigned,
  type KeyAndCertificate,
} from '../../server/platform/keys/self-signed.js';

export function aKey(commonName: string): KeyAndCertificate {
  return createSelfSigned({
    commonName,
    organisation: 'Test',
    country: 'NO',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2046-01-01T00:00:00Z'),
  });
}

export const aboutUs: ServiceDescription = {
  names: [
    { language: 'nb', text: 'Medsert' },
    { language: 'sv', text: 'Medsert' },
  ],
  descriptions: [{ language: 'nb', text: 'Sertifisering i legemiddelhåndtering' }],
  organisation: { name: 'Testkommunen', url: 'https://kommune.example', language: 'nb' },
  contactEmail: 'drift@kommune.example',
};

export type TestMunicipality = LoginMunicipality;

/** The model of a page instead of the page. */
export const plainPages: Pick<Pages, 'send' | 'texts'> = {
  texts: () => (key) => key,
  send: (_req, res, _page, model) => void res.json(model),
};

interface IdentityAppSettings {
  readonly connection: Connection;
  readonly municipalities: readonly TestMunicipality[];
  readonly key: ServiceProviderKey;
  readonly publicUrl?: string;
  readonly clock?: Clock;
}

export interface IdentityApp {
  readonly app: Express;
  readonly publicUrl: string;
  /** Everyone who was let in, in order. */
  readonly signedIn: SignedInPerson[];
  /** Every refusal that was logged. */
  readonly refusals: Readonly<Record<string, unknown>>[];
  /** What went into the audit trail, without its times. */
  readonly audited: Omit<AuditEvent, 'at'>[];
}

/** The real routers, stores and checks around a page that tells who is signed in. */
export async function anIdentityApp(settings: IdentityAppSettings): Promise<IdentityApp> {
  const { connection, municipalities, key } = settings;
  const publicUrl = settings.publicUrl ?? 'http://127.0.0.1:3000';
  const clock = settings.clock ?? systemClock;
  const sessions = createSessionStore(connection);
  const requests = createSignInRequestStore(connection);
  const usedAssertions = createUsedAssertionStore(connection);
  const logoutRequests = createLogoutRequestStore(connection);
  await Promise.all(
    [sessions, requests, usedAssertions, logoutRequests].map((store) => store.ensureIndexes()),
  );

  const signedIn: SignedInPerson[] = [];
  const refusals: IdentityApp['refusals'] = [];
  const audited: IdentityApp['audited'] = [];
  const audit: AuditTrail = {
    record({ at: _at, ...event }) {
      audited.push(event);
      return Promise.resolve();
    },
  };
  const app = express();
  app.use((req, _res, next) => {
    req.requestId = 'request-1';
    next();
  });
  app.use(
    SAML_MOUNT_PATH,
    samlRoutes({
      publicUrl,
      key,
      about: aboutUs,
      requests,
      usedAssertions,
      logoutRequests,
      sessions,
      sessionLimits: { of: () => Promise.resolve(USUAL_LIMITS) },
      audit,
      clock,
      pages: plainPages,
      findMunicipality: (slug) =>
        Promise.resolve(municipalities.find((municipality) => municipality.slug === slug)),
      recordPerson: (person) => {
        signedIn.push(person);
        return Promise.resolve({ personId: `person-${person.subject}` });
      },
      log: { warn: (refusal) => refusals.push(refusal) },
    }),
  );
  app.use(sessionFromCookie({ publicUrl, sessions, clock }));
  app.use(
    sessionRoutes({
      passesOf: () => Promise.resolve([]),
      loginAt: () => Promise.resolve(undefined),
      publicUrl,
      audit,
      clock,
      sessions,
      pages: plainPages,
      beginLogout: beginLogout({
        publicUrl,
        key,
        logoutRequests,
        municipalityOf: (id) => Promise.resolve(municipalities.find((one) => one.id === id)),
        clock,
      }),
    }),
  );
  app.get('/me', (req, res) => {
    res.status(req.session ? 200 : 401).json(req.session ?? {});
  });
  const onError: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
    if (error instanceof DomainError) res.status(error.status).json({ code: error.code });
    else res.status(500).json({ code: String(error) });
  };
  app.use(onError);
  return { app, publicUrl, signedIn, refusals, audited };
}

export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(app: Express): Promise<Listening> {
  const server = await new Promise<Server>((resolve) => {
    const opened = app.listen(0, '127.0.0.1', () => {
      resolve(opened);
    });
    // A test that fails before it closes its server must not keep the run from ending.
    opened.unref();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
