import type { Services } from '../compose.js';
import { demoLoginOrigin } from './demo-login.js';
import { fillDemo } from './fill-demo.js';

/** Fills the demo of a service that has been put together. False when it was filled before. */
export async function fillService(services: Services): Promise<boolean> {
  const { config, stores, items, courses, templates, issueCertificateOn, clock } = services;
  const template = templates[0];
  if (!template || !config.demoLoginKey) throw new Error('There is nothing to fill a demo with');
  return fillDemo({
    ...stores,
    items,
    courses,
    template,
    issueCertificateOn,
    identityProvider: { origin: demoLoginOrigin(config), key: config.demoLoginKey },
    clock,
  });
}
