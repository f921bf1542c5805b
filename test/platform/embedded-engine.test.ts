import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, isReachable } from '../../server/platform/database/connect.js';
import { startEmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';

describe('the embedded engine', function () {
  this.timeout(60_000);

  it('comes back by itself after a kill -9, under the same address, with every acknowledged write', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'medsert-engine-'));
    const engine = await startEmbeddedEngine({
      directory,
      libraryFolder: join(projectRoot, 'data', 'c-library'),
      say: () => undefined,
    });
    const connection = await connectDatabase(engine.uri, 'test');
    const things = connection.collection('things');
    for (let n = 0; n < 50; n++) await things.insertOne({ n });

    const before = engine.processId();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    let back = false;
    for (let tries = 0; tries < 100 && !back; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      back = engine.processId() !== before && (await isReachable(connection));
    }

    assert.equal(back, true);
    assert.equal(await things.countDocuments(), 50);
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
