import assert from 'node:assert/strict';
import { demoResetCommand } from '../../server/cli/demo-reset.js';
import type { DemoService } from '../../server/cli/service.js';
import { isFilled } from '../../server/demo/fill-demo.js';
import { demoDeps } from '../demo/a-demo.js';
import { useDatabase } from '../support/database.js';
import { runCommand } from './a-print.js';

describe('medsert demo reset', () => {
  const database = useDatabase();

  it('drops what is there and fills the demo, then closes', async () => {
    const connection = database.connection();
    await connection.collection('leftovers').insertOne({ text: 'of yesterday' });
    const steps: string[] = [];
    const command = demoResetCommand(() =>
      Promise.resolve<DemoService>({
        mode: 'demo',
        async dropContent() {
          steps.push('drop');
          await connection.dropDatabase();
        },
        async prepare() {
          steps.push('prepare');
          const { deps } = await demoDeps(connection, new Date('2026-11-21T12:00:00Z'));
          steps.push(String(await isFilled(deps)));
          return deps;
        },
        close() {
          steps.push('close');
          return Promise.resolve();
        },
      }),
    );
    const { exitCode, lines, documents } = await runCommand(command);
    assert.equal(exitCode, 0);
    assert.deepEqual(steps, ['drop', 'prepare', 'false', 'close']);
    assert.deepEqual(lines.slice(1), [
      '  Fjordby kommune: 30 people',
      '  Sjövik kommun: 18 people',
    ]);
    assert.equal(documents.length, 1);
    assert.equal(await connection.collection('leftovers').countDocuments(), 0);
    assert.equal(await connection.collection('people').countDocuments(), 48);
  });

  it('touches nothing in production', async () => {
    let closed = false;
    const never = () => Promise.reject(new Error('must not be called'));
    const command = demoResetCommand(() =>
      Promise.resolve<DemoService>({
        mode: 'production',
        dropContent: never,
        prepare: never,
        close() {
          closed = true;
          return Promise.resolve();
        },
      }),
    );
    await assert.rejects(runCommand(command), /Only a demo can be reset/);
    assert.ok(closed);
  });
});
