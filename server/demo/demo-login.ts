import { demoIdentityProvider } from '../identity/demo-identity-provider.routes.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { demoLoginServices } from './demo-people.js';

/** Where the demo's login service is: the host of the service itself, because the cookies of a plain-http demo do not cross hosts. */
export function demoLoginOrigin(
  config: Pick<Config, 'publicUrl' | 'identityProviderPort'>,
): string {
  const { protocol, hostname } = new URL(config.publicUrl);
  return `${protocol}//${hostname}:${config.identityProviderPort}`;
}

/** The demo's login service as an application for a port of its own. Refuses anything but demo mode. */
export function demoLogin({ config, clock }: { config: Config; clock: Clock }) {
  const { mode, demoLoginKey, publicUrl, samlKey } = config;
  if (!demoLoginKey) throw new Error('There is no demo login outside demo mode');
  return demoIdentityProvider({
    mode,
    origin: demoLoginOrigin(config),
    key: demoLoginKey,
    municipalities: demoLoginServices(publicUrl, samlKey),
    clock,
  });
}
