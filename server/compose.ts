import { composeCertification } from './compose/certification.js';
import { openCore, type Surroundings } from './compose/core.js';
import { composeExams } from './compose/exams.js';
import { composeIdentity } from './compose/identity.js';
import { composeItemBanks } from './compose/item-banks.js';
import { composeJobs } from './compose/jobs.js';
import { composeOrganisation } from './compose/organisation.js';
import { composeSharing } from './compose/sharing.js';
import { composeOversight } from './compose/oversight.js';
import { composeProgrammes } from './compose/programmes.js';
import type { Config } from './platform/config.js';
import { isReachable } from './platform/database/connect.js';
import { openDatabase, type Database } from './platform/database/open-database.js';

export type { Surroundings } from './compose/core.js';
export type Services = Awaited<ReturnType<typeof compose>>;

/** Opens the database and puts the service together on it. Nothing listens yet, and no job runs. */
export async function compose(
  config: Config,
  say: (progress: string) => void,
  given: Partial<Surroundings> = {},
) {
  return composeOn(await openDatabase(config, say), config, given);
}

/** Makes indexes, reads the banks and wires stores, use cases and routes: a file a feature in `compose/`. */
export async function composeOn(
  database: Database,
  config: Config,
  given: Partial<Surroundings> = {},
) {
  const core = await openCore(database, config, given);
  const organisation = composeOrganisation(core);
  const certification = composeCertification(core);
  const exams = composeExams(core, certification);
  const oversight = composeOversight(core, exams, certification);
  const jobs = composeJobs(core, exams, certification, oversight, organisation);
  return {
    ...core,
    ...organisation,
    ...composeIdentity(core, organisation),
    ...composeItemBanks(core),
    ...composeSharing(core),
    ...composeProgrammes(core),
    ...certification,
    ...exams,
    ...oversight,
    ...jobs,
    health: { ready: () => isReachable(database.connection) },
    async close(): Promise<void> {
      await jobs.scheduler.stop();
      await database.close();
    },
  };
}
