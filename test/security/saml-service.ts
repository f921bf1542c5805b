import assert from 'node:assert/strict';
import type { Connection } from 'mongoose';
import type { Response } from 'supertest';
import { attributePresets } from '../../server/identity/attribute-presets.js';
import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import {
  aKey,
  anIdentityApp,
  listen,
  type IdentityApp,
  type Listening,
  type TestMunicipality,
} from '../identity/identity-app.js';
import { aBrowser, setCookies, type TestBrowser } from '../identity/test-browser.js';
import { anIdentityProvider, asForm, beginLogin } from '../identity/test-identity-provider.js';
import { useDatabase } from '../support/database.js';
import type { AttackKeys } from './attack.js';

export const LOA_3 = 'http://id.sambi.se/loa/loa3';

const keys: AttackKeys = {
  genuine: aKey('Skien'),
  attacker: aKey('Skien'),
  otherMunicipality: aKey('Vimmerby'),
};
const skien = aMunicipality('skien', keys.genuine.certificatePem);
const vimmerby = aMunicipality('vimmerby', keys.otherMunicipality.certificatePem);
/** Its login service signs the assertion only. */
const openside = aMunicipality('openside', keys.genuine.certificatePem, false);
/** Its login service may encrypt. */
const secretive = encrypting(aMunicipality('secretive', keys.genuine.certificatePem));

/** Has two login services, `main` and `company`; one key signs for both the second and Vimmerby's. */
const twofold: TestMunicipality = {
  ...aMunicipality('twofold', keys.genuine.certificatePem),
  others: [
    {
      id: 'municipality-twofold/company',
      key: 'company',
      settings: aMunicipality('company', keys.otherMunicipality.certificatePem).identityProvider,
    },
  ],
};
const [company] = twofold.others ?? [];
/** The second one, as whoever speaks in its name needs it. */
const second: TestMunicipality = {
  ...twofold,
  identityProvider: company?.settings ?? twofold.identityProvider,
};

/** Demands a level of assurance. */
const strict = demanding(aMunicipality('strict', keys.genuine.certificatePem));

interface SamlService {
  readonly identity: IdentityApp;
  /** A fresh one for each test. */
  readonly browser: TestBrowser;
  readonly connection: Connection;
  newBrowser(): TestBrowser;
}

export const idps = {
  skien: anIdentityProvider(skien, keys.genuine),
  vimmerby: anIdentityProvider(vimmerby, keys.otherMunicipality),
  openside: anIdentityProvider(openside, keys.genuine),
  secretive: anIdentityProvider(secretive, keys.genuine),
  strict: anIdentityProvider(strict, keys.genuine),
  twofold: anIdentityProvider(twofold, keys.genuine),
  company: anIdentityProvider(second, keys.otherMunicipality),
};

const secondKey = aKey('Medsert, from next year');
const ownKey = { ...aKey('Medsert'), second: secondKey };

export { keys, ownKey, second, secondKey, skien, twofold, vimmerby };

/** Call inside a `describe`: the service with six municipalities, listening. */
export function useSamlService(): () => SamlService {
  const database = useDatabase();
  let identity: IdentityApp;
  let server: Listening;
  let browser: TestBrowser;

  before(async () => {
    identity = await anIdentityApp({
      connection: database.connection(),
      municipalities: [skien, vimmerby, openside, secretive, strict, twofold],
      key: ownKey,
    });
    server = await listen(identity.app);
    // The first login of a process pays for what is compiled on the way.
    const warm = aBrowser(server.origin);
    const login = await beginLogin(warm, 'skien');
    const answer = asForm(login, idps.skien.respond(login));
    assert.equal((await post(warm, 'skien', answer)).status, 303);
  });
  beforeEach(() => {
    browser = aBrowser(server.origin);
    identity.signedIn.length = 0;
    identity.refusals.length = 0;
  });
  after(() => server.close());

  return () => ({
    identity,
    browser,
    connection: database.connection(),
    newBrowser: () => aBrowser(server.origin),
  });
}

export function post(
  from: TestBrowser,
  slug: string,
  form: string | Record<string, string>,
): Promise<Response> {
  return from.post(`/m/${slug}/saml/acs`, form);
}

/** Refused for that reason, and nobody is signed in. */
export async function assertRefused(
  { identity, browser }: SamlService,
  response: Response,
  code: SamlRefusalCode,
): Promise<void> {
  assert.deepEqual([response.status, response.body], [403, { code }]);
  assert.deepEqual(setCookies(response), []);
  assert.deepEqual(identity.signedIn, []);
  assert.equal((await browser.get('/me')).status, 401);
}

function aMunicipality(
  slug: string,
  certificate: string,
  wantResponseSigned = true,
): TestMunicipality {
  return {
    id: `municipality-${slug}`,
    slug,
    identityProvider: {
      entityId: `https://idp.${slug}.example/`,
      signInUrl: `https://idp.${slug}.example/sso`,
      signOutUrl: `https://idp.${slug}.example/slo`,
      certificates: [certificate],
      wantResponseSigned,
      attributes: attributePresets.ksLaering,
    },
  };
}

function encrypting(municipality: TestMunicipality): TestMunicipality {
  const { identityProvider } = municipality;
  return { ...municipality, identityProvider: { ...identityProvider, acceptsEncrypted: true } };
}

function demanding(municipality: TestMunicipality): TestMunicipality {
  const { identityProvider } = municipality;
  return { ...municipality, identityProvider: { ...identityProvider, wantedLevels: [LOA_3] } };
}
