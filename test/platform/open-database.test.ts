import { equal, rejects } from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseInUse } from '../../server/platform/database/embedded-engine.js';
import {
  openDatabase,
  openDatabaseBeside,
  type Database,
} from '../../server/platform/database/open-database.js';
import { projectRoot } from '../../server/platform/project-root.js';

describe('the embedded database of a folder', () => {
  const silent = (): void => undefined;
  let config: { databaseName: string; dataDir: string };
  let service: Database;

  before(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'medsert-open-'));
    await symlink(join(projectRoot, 'data', 'c-library'), join(dataDir, 'c-library'));
    config = { databaseName: 'test', dataDir };
    service = await openDatabase(config, silent);
  });
  after(async () => {
    await service.close();
    await rm(config.dataDir, { recursive: true, force: true });
  });

  const thingsIn = ({ connection }: Database) => connection.collection('things').countDocuments();

  it('is held by one service', async () => {
    await rejects(openDatabase(config, silent), DatabaseInUse);
  });

  it('is open to commands beside the service, which goes on when they are done', async () => {
    await service.connection.collection('things').insertOne({ made: 'by the service' });
    const command = await openDatabaseBeside(config, silent);
    equal(await thingsIn(command), 1);
    await command.connection.collection('things').insertOne({ made: 'by the command' });
    await command.close();
    equal(await thingsIn(service), 2);
  });

  it('is opened by the command itself when no service runs', async () => {
    await service.close();
    const command = await openDatabaseBeside(config, silent);
    equal(await thingsIn(command), 2);
    await command.close();
    service = await openDatabase(config, silent);
  });
});
