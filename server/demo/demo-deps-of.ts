import type { Services } from '../compose.js';
import { demoLoginOrigin } from './demo-login.js';
import type { DemoDeps } from './demo-deps.js';

/** What filling takes, from a service that has been put together. */
export function demoDepsOf(services: Services): DemoDeps {
  const { config, stores, items, courses, templates, issueCertificateOn, clock } = services;
  const template = templates[0];
  if (!template || !config.demoLoginKey) throw new Error('There is nothing to fill a demo with');
  return {
    ...stores,
    items,
    itemRecords: stores.items,
    courses,
    template,
    issueCertificateOn,
    identityProvider: { origin: demoLoginOrigin(config), key: config.demoLoginKey },
    clock,
  };
}
