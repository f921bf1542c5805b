import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../server/platform/project-root.js';

const run = promisify(execFile);

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
  readonly modules: readonly { readonly source: string }[];
}

const sources = readdirSync(join(projectRoot, 'server'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

describe('the house', function () {
  this.timeout(120_000);
  let cruise: Cruise;

  before(async () => {
    const { stdout } = await run(
      join(projectRoot, 'node_modules', '.bin', 'depcruise'),
      ['server', '--output-type', 'json'],
      { cwd: projectRoot, maxBuffer: 64 * 1024 * 1024 },
    );
    cruise = JSON.parse(stdout) as Cruise;
  });

  it('was seen whole: with a wrong set-up the tool sees nothing and says all is well', () => {
    const seen = new Set(cruise.modules.map(({ source }) => source));
    const unseen = sources.filter((file) => !seen.has(`server/${file}`));
    assert.deepEqual(unseen, []);
    assert.ok(cruise.summary.totalCruised > sources.length);
  });

  it('has its folders in the order of the work, no cycles, pure rules, and mongoose in stores only', () => {
    const broken = cruise.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
    );
    assert.deepEqual(broken, []);
  });

  it('has as many modules as it has: more than a hundred', () => {
    const ours = cruise.modules.filter(({ source }) => source.startsWith('server/'));
    assert.ok(ours.length >= 100, `${ours.length} modules`);
  });

  it('says the role of a file in its name', () => {
    const name = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.(rules|view|store|routes|job|check))?\.ts$/;
    const odd = sources.filter((file) => !name.test(file.split('/').at(-1) ?? ''));
    assert.deepEqual(odd, []);
  });

  it('has routers in routes, schemas in stores and no store elsewhere', () => {
    const holding = (pattern: RegExp): string[] =>
      sources.filter((file) =>
        pattern.test(readFileSync(join(projectRoot, 'server', file), 'utf8')),
      );
    const isAt = (suffix: string) => (file: string) =>
      !file.endsWith(suffix) && !file.startsWith('platform/');
    assert.deepEqual(holding(/= Router\(/).filter(isAt('.routes.ts')), []);
    assert.deepEqual(holding(/new Schema[<(]/).filter(isAt('.store.ts')), []);
  });

  it('reads the environment in one place', () => {
    const readers = sources.filter((file) =>
      /process\.env\b/.test(readFileSync(join(projectRoot, 'server', file), 'utf8')),
    );
    assert.deepEqual(readers, ['platform/config.ts']);
  });

  it('has no name that says nothing', () => {
    const empty = /(^|[/-])(utils?|helpers?|common|manager|misc)([/.-]|$)/;
    assert.deepEqual(
      sources.filter((file) => empty.test(file)),
      [],
    );
  });
});
