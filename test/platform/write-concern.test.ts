import assert from 'node:assert/strict';
import type { CommandStartedEvent } from 'mongodb';
import { createAttemptStore } from '../../server/attempts/attempt.store.js';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { engineUri } from '../support/engine.js';

describe('what "saved" means to the database', () => {
  it('is in the journal of the one server there is, for the hot path too', async () => {
    const connection = await connectDatabase(
      `${engineUri()}&monitorCommands=true`,
      'test-write-concern',
    );
    const concerns: unknown[] = [];
    connection.getClient().on('commandStarted', (event: CommandStartedEvent) => {
      if (event.commandName === 'findAndModify') concerns.push(event.command['writeConcern']);
    });
    const attempts = createAttemptStore(connection);
    await attempts.save({ attemptId: 'none', personId: 'nobody', now: new Date() }, [
      { slot: 0, response: { chosen: [0] }, basedOn: 0, saveId: 'save-0001' },
    ]);
    assert.deepEqual(concerns, [{ w: 1, j: true }]);
    await connection.close();
  });
});
