#!/usr/bin/env node
// Gets a fresh clone to where it can run: Node's version, packages, build. Plain JavaScript without packages, because there may be none yet.
//   node server/cli/launch.mjs start | test | build | bench NAME | <any medsert command>
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(text);
  process.exit(3);
}

function run(command, args, { quiet = false, env = process.env } = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['inherit', process.stderr, 'inherit'],
    encoding: 'utf8',
  });
  return { ok: done.status === 0, output: `${done.stdout ?? ''}${done.stderr ?? ''}` };
}

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Medsert needs Node.js 20.19 or later; this is ${process.versions.node}.`);
}

/** Installs the packages if they are not there or not those of the lock file. */
function installPackages() {
  const stamp = join(root, 'node_modules', '.medsert-stamp');
  const wanted = hashOf('package-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Installing packages (once; about half a minute) …');
  const { ok, output } = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
  });
  if (!ok) fail(`The packages could not be installed:\n${output}`);
  writeFileSync(stamp, wanted);
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && statSync(join(root, name)).isFile())
    .sort();
}

/** Compiles server and browser code if a source has changed since the last build. */
function build() {
  const stamp = join(root, 'dist', '.medsert-stamp');
  const wanted = hashOf(
    'tsconfig.json',
    'tsconfig.build.json',
    join('views', 'client', 'tsconfig.json'),
    ...sources('server'),
    ...sources(join('views', 'client')),
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building …');
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  for (const project of ['tsconfig.build.json', join('views', 'client', 'tsconfig.json')]) {
    const { ok, output } = run(compiler, ['-p', project], { quiet: true });
    if (!ok) fail(`The build failed:\n${output}`);
  }
  writeFileSync(stamp, wanted);
}

/** Runs our own built program in this process's place: signals reach it as they are. */
async function become(script, args) {
  process.argv = [process.argv[0], join(root, script), ...args];
  await import(join(root, script));
}

const CHROMIUM = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** What the tests need beside packages: a browser and the PDF and signature tools, from the distribution. */
function installTestTools() {
  const missing = [
    ...(CHROMIUM.some((path) => existsSync(path)) || process.env.CHROMIUM
      ? []
      : ['chromium-headless-shell']),
    ...(existsSync('/usr/bin/pdfsig') ? [] : ['poppler-utils']),
    ...(existsSync('/usr/bin/qpdf') ? [] : ['qpdf']),
    ...(existsSync('/usr/bin/openssl') ? [] : ['openssl']),
  ];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    fail(
      `The tests need ${missing.join(', ')}. Install them (on Debian: apt-get install ${missing.join(' ')}) and run again.`,
    );
  say(`Installing for the tests: ${missing.join(', ')} …`);
  run('apt-get', ['update', '-qq'], { quiet: true });
  const { ok, output } = run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    { quiet: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } },
  );
  if (!ok) fail(`Could not install ${missing.join(', ')}:\n${output.slice(-2000)}`);
}

const MEASURING = [
  'test/exams/draw-form.test.ts',
  'test/identity/idp-metadata.test.ts',
  'test/item-banks/formats/hostile-files.test.ts',
  'test/item-banks/formats/images.test.ts',
  'test/item-banks/formats/table.test.ts',
  'test/item-banks/lint/lint-item.test.ts',
  'test/security/saml*.test.ts',
];

const [command = '', ...rest] = process.argv.slice(2);
checkNode();
installPackages();
switch (command) {
  case 'build':
    build();
    break;
  case 'start':
    build();
    await become('dist/server/main.js', rest);
    break;
  case 'test': {
    build();
    installTestTools();
    const mocha = (args) =>
      spawnSync(
        process.execPath,
        [join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'), ...args],
        {
          cwd: root,
          stdio: 'inherit',
          env: { ...process.env, MEDSERT_TEST_BUILT: '1' },
        },
      ).status ?? 1;
    if (rest.length > 0) process.exit(mocha(rest));
    // By three processes at once, since a browser and a clock are waited for, the longest files first; then, alone, those that measure what the processor spends.
    const others = MEASURING.flatMap((file) => ['--ignore', file]);
    const both = [
      mocha([
        '--parallel',
        '--jobs',
        '3',
        ...others,
        // No file by two of these: mocha would run it twice.
        'test/journeys/*.test.ts',
        'test/*.test.ts',
        'test/!(journeys)/**/*.test.ts',
      ]),
      mocha(MEASURING),
    ];
    process.exit(Math.max(...both));
    break;
  }
  case 'bench': {
    build();
    const [name = '', ...options] = rest.filter((word) => word !== '--');
    const names = readdirSync(join(root, 'test', 'bench'))
      .filter(
        (file) =>
          file.endsWith('.ts') &&
          readFileSync(join(root, 'test', 'bench', file), 'utf8').includes('npm run bench --'),
      )
      .map((file) => file.replace(/\.ts$/, ''));
    if (!names.includes(name)) fail(`Which benchmark? npm run bench -- ${names.join(' | ')}`);
    const done = spawnSync(
      process.execPath,
      ['--import', 'tsx', join('test', 'bench', `${name}.ts`), ...options],
      { cwd: root, stdio: 'inherit' },
    );
    process.exit(done.status ?? 1);
    break;
  }
  default:
    build();
    await become(
      'dist/server/cli/medsert.js',
      [command, ...rest].filter((word) => word !== ''),
    );
}
