import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { scimTokenCommand, type ScimTokenService } from '../../server/cli/scim-token.js';
import { fingerprintOf } from '../../server/identity/secret.js';
import { createScimTokenStore } from '../../server/identity/scim/scim-token.store.js';
import { aMunicipality } from '../support/some-staff.js';
import { anAuditStore } from '../support/audit-trail.js';
import { useDatabase } from '../support/database.js';
import { runCommand } from './a-print.js';

describe('medsert scim token', () => {
  const database = useDatabase();
  let service: ScimTokenService & { readonly tokens: ReturnType<typeof createScimTokenStore> };

  before(() => {
    const municipality = aMunicipality({ id: 'fjordby' });
    service = {
      publicUrl: 'https://medsert.example',
      municipalities: {
        findBySlug: (slug) => Promise.resolve(slug === 'fjordby' ? municipality : undefined),
      },
      tokens: createScimTokenStore(database.connection()),
      audit: anAuditStore(database.connection(), 'a key of a test'),
      clock: () => new Date('2026-11-21T12:00:00Z'),
      close: () => Promise.resolve(),
    };
  });

  const run = (options: Readonly<Record<string, string>>) =>
    runCommand(
      scimTokenCommand(() => Promise.resolve(service)),
      options,
    );
  const tokenOf = async (options: Readonly<Record<string, string>>): Promise<string> =>
    ((await run(options)).documents[0] as { token: string }).token;
  const opens = (token: string) => service.tokens.municipalityOf(fingerprintOf(token));

  it('shows a token that opens the municipality, and the address to give it to', async () => {
    const { exitCode, lines, documents } = await run({ municipality: 'fjordby' });
    const { token, address } = documents[0] as { token: string; address: string };
    deepEqual([exitCode, address], [0, 'https://medsert.example/scim/v2']);
    match(lines.join(), new RegExp(token));
    equal(await opens(token), 'fjordby');
  });

  it('keeps earlier tokens, so that they can be changed without a gap, until it is told to end them', async () => {
    const [first, second] = [
      await tokenOf({ municipality: 'fjordby' }),
      await tokenOf({ municipality: 'fjordby' }),
    ];
    deepEqual([await opens(first), await opens(second)], ['fjordby', 'fjordby']);
    const third = await tokenOf({ municipality: 'fjordby', replace: 'true' });
    deepEqual([await opens(first), await opens(third)], [undefined, 'fjordby']);
  });

  it('refuses an unknown municipality, and unknown options', async () => {
    await rejects(run({ municipality: 'nowhere' }), /There is no municipality nowhere/);
    equal((await run({})).exitCode, 2);
    equal((await run({ municipality: 'fjordby', unit: 'x' })).exitCode, 2);
  });
});
