import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, isReachable } from '../../server/platform/database/connect.js';
import { startEmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';

describe('the embedded engine', () => {
  it('comes back by itself after a kill -9, under the same address, with every acknowledged write', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'medsert-engine-'));
    const engine = await startEmbeddedEngine({
      directory,
      libraryFolder: join(projectRoot, 'data', 'c-library'),
      say: () => undefined,
    });
    const connection = await connectDatabase(engine.uri, 'test');
    const things = connection.collection('things');
    const acknowledged: number[] = [];
    // Several rounds: a write that is only on its way to the journal is lost in some kills, not in all.
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(
        Array.from({ length: 100 }, async (_none, index) => {
          const n = round * 100 + index;
          await things.insertOne({ n });
          acknowledged.push(n);
        }),
      );
      const before = engine.processId();
      assert.ok(before);
      process.kill(before, 'SIGKILL');
      let back = false;
      for (let tries = 0; tries < 100 && !back; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        back = engine.processId() !== before && (await isReachable(connection));
      }
      assert.equal(back, true);
    }

    const stored = await things.distinct('n');
    assert.deepEqual(
      stored.map(Number).sort((a, b) => a - b),
      acknowledged.sort((a, b) => a - b),
    );
    await connection.close();
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('says what is wrong when its directory cannot be opened', async () => {
    await assert.rejects(
      startEmbeddedEngine({
        directory: join(projectRoot, 'package.json', 'db'),
        libraryFolder: join(projectRoot, 'data', 'c-library'),
        say: () => undefined,
      }),
    );
  });
});
