// 20,000 employments from a CSV file: plan and apply on the embedded engine, then the same file again. Prints JSON.
//   npm run bench -- hr-import [--lines 20000]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../server/compose.js';
import { readConfig } from '../../server/platform/config.js';
import { silentLogger } from '../../server/platform/logger.js';
import { aMunicipality } from '../support/some-staff.js';

const at = process.argv.indexOf('--lines');
const lines = at < 0 ? 20_000 : Number(process.argv[at + 1]);
const UNITS = 400;
const ROLES = ['Sykepleier', 'Helsefagarbeider', 'Assistent', 'Vernepleier'];

function fileWith(percent: string): Buffer {
  const header =
    'ansattnummer;fornavn;etternavn;epost;enhetskode;stilling;stillingsprosent;fra;til';
  const rows = Array.from({ length: lines }, (_none, n) =>
    [
      n,
      'Kåre',
      `Ødegård ${n}`,
      `a${n}@fjordby.example`,
      `E${n % UNITS}`,
      ROLES[n % 4],
      percent,
      '01.03.2020',
      '',
    ].join(';'),
  );
  return Buffer.from([header, ...rows].join('\r\n'), 'latin1');
}

const folder = await mkdtemp(join(tmpdir(), 'medsert-hr-'));
const config = readConfig({ DATA_DIR: folder, MEDSERT_MODE: 'demo', MONGODB_DATABASE: 'bench' });
const services = await compose(config, () => undefined, { log: silentLogger });
try {
  const { municipalities, identityProviders } = services.stores;
  const municipality = aMunicipality();
  await municipalities.put(municipality);
  await identityProviders.put(municipality.id, {
    entityId: 'https://idp.fjordby.example',
    signInUrl: 'https://idp.fjordby.example/sso',
    certificates: [],
    wantResponseSigned: true,
    attributes: { subject: ['uid'], givenName: [], familyName: [], email: [] },
  });
  for (let n = 0; n < UNITS; n += 1)
    await municipalities.putUnit({
      ...{ id: `unit-${n}`, municipalityId: municipality.id, name: `Enhet ${n}` },
      ...{ codes: [`E${n}`], path: [`unit-${n}`] },
    });
  const file = { municipalityId: municipality.id, bytes: fileWith('80,5') };
  const seconds: Record<string, number> = {};
  const measured = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const result = await act();
    seconds[name] = Math.round(performance.now() - from) / 1000;
    return result;
  };
  const apply = { ...file, actor: 'system' };
  await measured('plan', () => services.hr.plan(file));
  const first = await measured('apply', () => services.hr.apply(apply));
  const again = await measured('sameFileAgain', () => services.hr.apply(apply));
  const changed = await measured('everybodyChanged', () =>
    services.hr.apply({ ...apply, bytes: fileWith('75') }),
  );
  const changes = [first, again, changed].map((one) =>
    one.state === 'applied' ? one.plan.changes.length : one.state,
  );
  process.stdout.write(`${JSON.stringify({ lines, seconds, changes }, undefined, 2)}\n`);
} finally {
  await services.close();
  await rm(folder, { recursive: true, force: true });
}
