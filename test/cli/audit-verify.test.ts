import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signHead } from '../../server/audit/audit-head.js';
import { createAuditHeadStore } from '../../server/audit/audit-head.store.js';
import type { AuditStore } from '../../server/audit/audit.store.js';
import { auditVerifyCommand } from '../../server/cli/audit-verify.js';
import type { AuditService } from '../../server/cli/service.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import { anEvent, key } from '../audit/an-event.js';
import { porsgrunnSeal, skienSeal } from '../certification/a-seal.js';
import { aFreshAuditStore } from '../support/audit-trail.js';
import { useDatabase } from '../support/database.js';
import { runCommand } from './a-print.js';

const NOW = new Date('2026-11-21T14:00:00Z');

function aMunicipality(slug: string): Municipality {
  return {
    id: slug,
    slug,
    name: slug,
    country: 'NO',
    timeZone: 'Europe/Oslo',
    locale: 'nb',
    colour: '#003366',
    requirements: [],
  };
}

describe('medsert audit verify', () => {
  const database = useDatabase();
  let service: AuditService;
  let audit: AuditStore;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-head-'));
    const municipalities = ['fjordby', 'sundby'].map(aMunicipality);
    service = {
      municipalities: {
        all: () => Promise.resolve(municipalities),
        findBySlug: (slug) => Promise.resolve(municipalities.find((one) => one.slug === slug)),
      },
      audit: aFreshAuditStore(database.connection(), key),
      heads: createAuditHeadStore(database.connection()),
      key,
      sealKeys: [skienSeal().publicJwk],
      close: () => Promise.resolve(),
    };
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    await database.connection().collection('auditEvents').deleteMany({});
    audit = aFreshAuditStore(database.connection(), key);
    await audit.ensureIndexes();
    service = { ...service, audit };
    for (let count = 0; count < 3; count += 1) await audit.record(anEvent());
  });

  const entries = () => database.connection().collection('auditEvents');
  const run = (options = {}, words: readonly string[] = []) =>
    runCommand(
      auditVerifyCommand(() => Promise.resolve(service)),
      options,
      words,
    );
  async function keptHead(sequence: number, seal = skienSeal()): Promise<string> {
    const { hash = '' } = (await audit.entriesOf('fjordby'))[sequence - 1] ?? {};
    const file = join(folder, 'head.jwt');
    const head = { municipalityId: 'fjordby', sequence, hash, at: NOW };
    await writeFile(file, `${await signHead(head, seal)}\n`);
    return file;
  }

  it('says of every municipality that its trail is whole', async () => {
    const { exitCode, lines } = await run();
    equal(exitCode, 0);
    deepEqual(lines, [
      'fjordby: whole. Entries: 3. Signed heads: 0.',
      'sundby: whole. Entries: 0. Signed heads: 0.',
    ]);
  });

  it('names the first broken link', async () => {
    await entries().updateOne({ sequence: 2 }, { $set: { actor: 'nobody' } });
    const { exitCode, lines, documents } = await run({ municipality: 'fjordby' });
    equal(exitCode, 1);
    match(lines.join(), /fjordby: BROKEN at entry 2\. It was changed, or one is missing here\./);
    deepEqual(documents, [
      {
        verdicts: [
          {
            municipality: 'fjordby',
            heads: 0,
            entries: 1,
            fault: { code: 'broken-link', sequence: 2 },
          },
        ],
      },
    ]);
  });

  it('finds out by a head that was kept elsewhere that the end was cut off', async () => {
    const head = await keptHead(3);
    equal((await run({ head })).exitCode, 0);
    await entries().deleteOne({ sequence: 3 });
    equal((await run()).exitCode, 0, 'without the head nobody can tell');
    const { exitCode, lines } = await run({ head });
    equal(exitCode, 1);
    match(lines.join(), /BROKEN at entry 3\. .* its end was cut off/);
  });

  it('believes no head of another seal', async () => {
    const head = await keptHead(3, porsgrunnSeal());
    await rejects(run({ head }), /no head that the seal of this installation has signed/);
  });

  it('refuses an unknown municipality and unknown options', async () => {
    await rejects(run({ municipality: 'nowhere' }), /There is no municipality nowhere/);
    equal((await run({ unit: 'x' })).exitCode, 2);
    equal((await run({}, ['fjordby'])).exitCode, 2);
  });
});
