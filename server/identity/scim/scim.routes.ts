import { json, Router, type Request } from 'express';
import SCIMMYRouters from 'scimmy-routers';
import type { Logger } from '../../platform/logger.js';
import { fingerprintOf, looksLikeSecret } from '../secret.js';
import type { ProvisionGroup } from './provision-group.js';
import type { ProvisionUser } from './provision-user.js';
import { plainScim } from './scim-body.rules.js';
import { declareScimResources, type ScimContext } from './scim-resources.js';
import type { ScimTokenStore } from './scim-token.store.js';

export const SCIM_MOUNT_PATH = '/scim/v2';

export interface ScimRoutesDeps {
  readonly publicUrl: string;
  readonly tokens: Pick<ScimTokenStore, 'municipalityOf'>;
  readonly users: ProvisionUser;
  readonly groups: ProvisionGroup;
  readonly log: Pick<Logger, 'error'>;
}

/**
 * SCIM 2.0 (RFC 7644) for the identity provider of a municipality. The bearer token says whose users these are; cookies say nothing here, so
 * nothing of another site can speak for anybody.
 */
export function scimRoutes(deps: ScimRoutesDeps): Router {
  declareScimResources();
  const router = Router();
  const municipalities = new WeakMap<Request, string>();
  router.use((req, _res, next) => {
    // The library counts in the query, and express makes it anew each time it is read.
    Object.defineProperty(req, 'query', { value: { ...req.query }, writable: true });
    next();
  });
  router.use(json({ type: ['application/scim+json', 'application/json'], limit: '1mb' }));
  router.use((req, _res, next) => {
    req.body = plainScim(req.body);
    next();
  });
  router.use(
    new SCIMMYRouters({
      type: 'bearer',
      baseUri: () => deps.publicUrl,
      handler: async (req) => {
        const municipalityId = await municipalityOf(deps, req);
        if (municipalityId === undefined) throw new Error('A valid token is needed.');
        municipalities.set(req, municipalityId);
        return municipalityId;
      },
      context: (req): ScimContext => ({
        municipalityId: municipalities.get(req) ?? '',
        users: deps.users,
        groups: deps.groups,
        failed: (error) => {
          deps.log.error({ err: error }, 'scim request failed');
        },
      }),
    }),
  );
  return router;
}

async function municipalityOf({ tokens }: ScimRoutesDeps, req: Request) {
  const token = /^Bearer ([^ ]+)$/.exec(req.get('authorization') ?? '')?.[1] ?? '';
  return looksLikeSecret(token) ? tokens.municipalityOf(fingerprintOf(token)) : undefined;
}
