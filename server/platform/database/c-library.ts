import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How the engine's child process is started: the program, and what stands before the host script. */
export interface EngineLaunch {
  readonly command: string;
  readonly args: readonly string[];
}

/** Why the embedded engine can't run here; the message tells the way out. */
export class EngineUnavailable extends Error {
  constructor(reason: string) {
    super(
      `The embedded database can't run on this machine: ${reason}\n` +
        'Set MONGODB_URI to a MongoDB server (7.0 or later) and start again.',
    );
    this.name = 'EngineUnavailable';
  }
}

const NEEDED: readonly [number, number] = [2, 38];
const NEXT_RELEASE: Readonly<Record<string, string>> = {
  bullseye: 'trixie',
  bookworm: 'trixie',
  focal: 'noble',
  jammy: 'noble',
};
const FOLDERS: Readonly<Record<string, { readonly triplet: string; readonly loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function glibcVersion(): string | undefined {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime;
}

/**
 * The engine is linked against glibc 2.38 (Debian 13, Ubuntu 24.04). On an older Debian or Ubuntu the newer library is fetched once,
 * from the machine's own package mirror and checked by its own keyring, into `folder`; the system stays as it is.
 */
export async function prepareEngineLaunch(
  folder: string,
  say: (progress: string) => void,
): Promise<EngineLaunch> {
  if (process.platform === 'darwin') return { command: process.execPath, args: [] };
  if (process.platform !== 'linux')
    throw new EngineUnavailable(`no build for ${process.platform}.`);
  const version = glibcVersion();
  if (version === undefined) throw new EngineUnavailable('it needs the GNU C library.');
  if (isNewEnough(version)) return { command: process.execPath, args: [] };

  const names = FOLDERS[process.arch];
  if (!names) throw new EngineUnavailable(`no build for ${process.arch}.`);
  const libraries = join(folder, 'root', 'usr', 'lib', names.triplet);
  const loader = join(libraries, names.loader);
  if (!existsSync(loader)) {
    say(`Fetching a newer C library for the database (this machine has ${version}) …`);
    try {
      await fetchLibrary(folder);
    } catch (error) {
      throw new EngineUnavailable(
        `it needs glibc ${NEEDED.join('.')}, this machine has ${version}, and fetching a newer one from the package mirror failed ` +
          `(${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}).`,
      );
    }
  }
  return { command: loader, args: ['--library-path', libraries, process.execPath] };
}

async function fetchLibrary(folder: string): Promise<void> {
  const release = /^VERSION_CODENAME=(\w+)/m.exec(await readFile('/etc/os-release', 'utf8'))?.[1];
  const next = release === undefined ? undefined : NEXT_RELEASE[release];
  if (release === undefined || next === undefined) throw new Error('unknown distribution');
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)|$(RELEASE)|$(COMPONENT)',
    'Created-By: Packages',
  ]);
  const mirror = stdout
    .split('\n')
    .map((line) => line.split('|'))
    .find(([, suite, component]) => suite === release && component === 'main')?.[0];
  if (mirror === undefined) throw new Error('no package mirror is configured');

  // Built beside and moved into place, so that a half-fetched folder is never taken for a whole one.
  const work = `${folder}.new`;
  await rm(work, { recursive: true, force: true });
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true });
  await writeFile(join(work, 'sources.list'), `deb ${mirror} ${next} main\n`);
  const options = [
    `-oDir::Etc::sourcelist=${join(work, 'sources.list')}`,
    '-oDir::Etc::sourceparts=-',
    `-oDir::State::Lists=${join(work, 'lists')}`,
    `-oDir::Cache=${join(work, 'cache')}`,
    '-oAPT::Get::List-Cleanup=0',
    '-oDebug::NoLocking=1',
    // As root apt would drop to its own user, who may not write here.
    '-oAPT::Sandbox::User=root',
  ];
  await run('apt-get', [...options, '-qq', 'update'], { cwd: work });
  await run('apt-get', [...options, '-qq', 'download', 'libc6', 'libgcc-s1', 'libstdc++6'], {
    cwd: work,
  });
  for (const file of (await readdir(work)).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', join(work, file), join(work, 'root')]);
  }
  await rm(join(work, 'lists'), { recursive: true, force: true });
  await rm(join(work, 'cache'), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await rename(work, folder);
}
