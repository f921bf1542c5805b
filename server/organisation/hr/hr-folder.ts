import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logger.js';
import type { IdSource } from '../../platform/rng.js';
import type { Municipality } from '../municipality.js';
import type { MunicipalityStore } from '../municipality.store.js';
import type { DecideImport } from './decide-import.js';
import type { HrImportStore } from './hr-import.store.js';
import { countsOf, fingerprintOf, type applyPeople, type planPeople } from './import-people.js';
import { LARGEST_FILE } from './read-hr-file.js';

export interface HrFolderDeps {
  readonly root: string;
  readonly municipalities: Pick<MunicipalityStore, 'all'>;
  readonly imports: HrImportStore;
  readonly plan: ReturnType<typeof planPeople>;
  readonly apply: ReturnType<typeof applyPeople>;
  readonly receive: DecideImport['receive'];
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** A file that nobody has written to for so long is whole. */
const QUIET_MS = 60_000;
const UNFINISHED = /^\.|\.(?:tmp|part|partial|filepart|crdownload|swp)$|~$/i;

type Report = Readonly<Record<string, unknown>> & { readonly state: string };

/**
 * Takes files that an HR system has put into `<root>/<slug of the municipality>`: what is whole is applied and moved to `done`, what cannot be read or was turned
 * down to `failed`, each with a report beside it. A file in doubt stays where it is until somebody has decided on the page. Whatever breaks off in between,
 * the next round finds the file where it was, and a file that is applied twice does nothing the second time.
 */
export function takeHrFiles(deps: HrFolderDeps) {
  return async (stopping: AbortSignal): Promise<void> => {
    for (const municipality of await deps.municipalities.all()) {
      const folder = join(deps.root, municipality.slug);
      for (const file of await wholeFiles(folder, deps.clock())) {
        if (stopping.aborted) return;
        const report = await take(deps, municipality, join(folder, file.name), file);
        if (report) await putAway(deps, folder, file.name, report);
      }
    }
  };
}

interface WholeFile {
  readonly name: string;
  readonly size: number;
  readonly writtenAt: Date;
}

/** The oldest first. A folder that is not there has none. */
async function wholeFiles(folder: string, now: Date): Promise<readonly WholeFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !UNFINISHED.test(entry.name))
      .map(async ({ name }) => {
        const { size, mtime } = await stat(join(folder, name));
        return { name, size, writtenAt: mtime };
      }),
  );
  return files
    .filter(({ writtenAt }) => now.getTime() - writtenAt.getTime() >= QUIET_MS)
    .toSorted((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime());
}

/** What became of the file; undefined while it waits for somebody. */
async function take(
  deps: HrFolderDeps,
  { id: municipalityId }: Municipality,
  path: string,
  { name, size, writtenAt }: WholeFile,
): Promise<Report | undefined> {
  const { imports, clock } = deps;
  if (size > LARGEST_FILE) return { state: 'refused', problem: 'too-large' };
  const bytes = await readFile(path);
  const known = await imports.latestOf(municipalityId, fingerprintOf(bytes));
  if (known?.state === 'waiting' || known?.state === 'applying') return undefined;
  if (known?.state === 'discarded' && known.source === 'folder' && known.receivedAt >= writtenAt)
    return { state: 'discarded', import: known.id };
  const planned = await deps.plan({ municipalityId, bytes });
  if (!planned.readable) return { state: 'refused', ...planned.refusal };
  const { plan, fingerprint, digest } = planned;
  const file = { source: 'folder', fileName: name.slice(0, 200) } as const;
  if (plan.doubts.length > 0) {
    const received = await deps.receive({ municipalityId, actor: 'system', bytes, ...file });
    return received.received ? undefined : { state: 'refused', ...received.refusal };
  }
  const outcome = await deps.apply({ municipalityId, actor: 'system', bytes, digest });
  // Somebody changed a person in between: the next round sees how things stand.
  if (outcome.state !== 'applied') return undefined;
  const counts = countsOf(outcome.plan);
  const { overtaken } = outcome;
  const receivedAt = clock();
  const importId = deps.ids();
  await imports.note({
    ...{ id: importId, municipalityId, ...file, fingerprint, receivedAt, expiresAt: receivedAt },
    ...{ receivedBy: 'system', decidedAt: receivedAt, decidedBy: 'system', state: 'applied' },
    ...{ counts, overtaken, refused: plan.refused.map(({ line, problem }) => ({ line, problem })) },
  });
  await imports.discardOlder(municipalityId, receivedAt, importId);
  return { state: 'applied', import: importId, counts, overtaken, refused: plan.refused };
}

/** The report first: a file that has left its place has one. */
async function putAway(
  { clock, log }: Pick<HrFolderDeps, 'clock' | 'log'>,
  folder: string,
  name: string,
  report: Report,
): Promise<void> {
  const at = clock().toISOString();
  const place = join(folder, report.state === 'applied' ? 'done' : 'failed');
  const kept = join(place, `${at.replace(/[-:]|\.\d+/g, '')}-${name}`);
  await mkdir(place, { recursive: true });
  await writeFile(
    `${kept}.report.json`,
    `${JSON.stringify({ file: name, at, ...report }, null, 2)}\n`,
  );
  await rename(join(folder, name), kept);
  const { state } = report;
  (state === 'applied' ? log.info : log.warn).call(log, { state }, 'HR file taken');
}
