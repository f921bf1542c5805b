import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { compose } from './compose.js';
import { demoLogin } from './demo/demo-login.js';
import { fillDemo } from './demo/fill-demo.js';
import { demoDepsOf } from './demo/demo-deps-of.js';
import { readConfig } from './platform/config.js';
import { listen } from './platform/http/listen.js';
import { EngineUnavailable } from './platform/database/c-library.js';
import { DatabaseInUse } from './platform/database/embedded-engine.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

async function main(): Promise<void> {
  const config = readConfig();
  const services = await compose(config, say);
  if (config.mode === 'demo' && (await fillDemo(demoDepsOf(services))))
    say('The demo municipalities are filled.');
  const servers = [await listen(createApp(services), config.port, config.host)];
  if (config.mode === 'demo')
    servers.push(await listen(demoLogin(services), config.identityProviderPort, config.host));
  services.scheduler.start();
  const { port } = servers[0]?.server.address() as AddressInfo;
  say(`Medsert is ready: ${config.port === 0 ? `http://localhost:${port}` : config.publicUrl}`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say('Stopping …');
    await Promise.all(servers.map((server) => server.stop()));
    await services.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

main().catch((error: unknown) => {
  const expected =
    error instanceof EngineUnavailable ||
    error instanceof DatabaseInUse ||
    (error instanceof Error &&
      (error.name === 'ConfigError' || error.name === 'SealKeyError' || 'code' in error));
  process.stderr.write(
    `${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
  );
  process.exit(1);
});
