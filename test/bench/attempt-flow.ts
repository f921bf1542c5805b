// Complete attempts over HTTP: start, every page viewed and saved, review, submit, result.
//   npm run bench -- attempt-flow [--items-per-page 1] [--seconds 15] [--candidates 1,4,16,64]
import { readFileSync } from 'node:fs';
import { createCourseSessionStore } from '../../server/courses/course-session.store.js';
import { demoMunicipalities } from '../../server/demo/demo-municipalities.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import { timesAtSignIn } from '../../server/identity/session.rules.js';
import { createSessionStore } from '../../server/identity/session.store.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { startBenchService, type BenchService } from './a-bench-service.js';
import { PageClient, type Answer } from './page-client.js';

const option = (name: string, instead: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? instead : (process.argv[at + 1] ?? instead);
};
const itemsPerPage = Number(option('items-per-page', '1'));
const seconds = Number(option('seconds', '15'));
const shapes = option('candidates', '1,4,16,64').split(',').map(Number);
const PROGRAMME = 'legemiddelhandtering';
const municipality = demoMunicipalities[0];
if (!municipality) throw new Error('There is no demo municipality');
const { id: municipalityId } = municipality;
const unitId = municipality.units.at(-1)?.id ?? '';

type Times = Map<string, number[]>;

function prepare(service: BenchService) {
  const people = createPersonStore(service.connection);
  const sessions = createSessionStore(service.connection);
  const courseSessions = createCourseSessionStore(service.connection);
  const programmes = createProgrammeStore(service.connection);
  let count = 0;
  return {
    itemsOnAPage: async (): Promise<void> => {
      const programme = await programmes.latest(municipalityId, PROGRAMME);
      if (!programme) throw new Error('The demo has no programme');
      await programmes.add({
        ...programme,
        version: programme.version + 1,
        rules: { ...programme.rules, itemsPerPage },
      });
    },
    /** Somebody who has completed the course and is signed in; the cookie of their session. */
    candidate: async (): Promise<string> => {
      count += 1;
      const id = `bench-${count}`;
      const now = new Date();
      await people.put({
        id,
        municipalityId,
        issuer: 'bench',
        subject: id,
        givenName: 'Bench',
        familyName: String(count),
        employments: [{ unitId, jobRole: 'nurse', from: plainDate('2020-01-01'), percent: 100 }],
        grants: [],
      });
      await courseSessions.put({
        id: `course-${id}`,
        municipalityId,
        personId: id,
        courseId: PROGRAMME,
        courseVersion: 1,
        startedAt: now,
        lessons: {},
        completedAt: now,
      });
      const secret = newSecret();
      await sessions.start({
        id: fingerprintOf(secret),
        personId: id,
        municipalityId,
        ...timesAtSignIn(now),
      });
      return secret;
    },
  };
}

async function oneAttempt(client: PageClient, secret: string, times: Times): Promise<void> {
  client.setCookie('session', secret);
  const step = async (name: string, status: number, doing: Promise<Answer>): Promise<Answer> => {
    const answer = await doing;
    if (answer.status !== status)
      throw new Error(`${name} answered ${answer.status} ${answer.location}`);
    times.set(name, [...(times.get(name) ?? []), answer.ms]);
    return answer;
  };
  const started = await step('start', 303, client.post(`/programmes/${PROGRAMME}/exam`, {}));
  const attempt = started.location.replace(/\/pages\/1$/, '');
  let next = started.location;
  while (next.includes('/pages/')) {
    const page = await step('view', 200, client.get(next));
    const saved = await step('save', 303, client.post(next, filledIn(page.body)));
    next = saved.location;
  }
  await step('review', 200, client.get(next));
  await step('submit', 303, client.post(`${attempt}/submit`, {}));
  await step('result', 200, client.get(`${attempt}/result`));
}

/** A page's form with something in each field, as a candidate who guesses. */
function filledIn(html: string): Record<string, string> {
  const fields: Record<string, string> = { go: 'next' };
  for (const [, name, value] of html.matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
  ))
    fields[name ?? ''] = value ?? '';
  for (const [, slot, kind] of html.matchAll(/name="r(\d+)\.kind" value="(\w+)"/g)) {
    const name = `r${slot ?? ''}`;
    if (kind === 'chosen') fields[name] = '0';
    else if (kind === 'typed') fields[`${name}.typed`] = '2,5';
    else
      for (const [, select] of html.matchAll(
        new RegExp(`name="(${name}\\.(?:place|pair)\\.\\d+)"`, 'g'),
      ))
        fields[select ?? ''] = (select ?? '').split('.').at(-1) ?? '';
  }
  return fields;
}

/** Seconds of CPU that a process has used, user and system. */
function cpuSeconds(processId: number): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const percentile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
  10;

async function run(service: BenchService, candidate: () => Promise<string>, candidates: number) {
  // People are put in beforehand, so that the time is the service's alone.
  const ready = await Promise.all(
    Array.from({ length: Math.ceil(candidates * seconds * 1.2) + 60 }, candidate),
  );
  const times: Times = new Map();
  let attempts = 0;
  let errors = 0;
  const app = cpuSeconds(service.appProcessId);
  const database = cpuSeconds(service.databaseProcessId);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: candidates }, async () => {
      while (performance.now() - from < seconds * 1000) {
        const secret = ready.pop();
        if (secret === undefined) break;
        const client = await PageClient.connect(service.port);
        try {
          await oneAttempt(client, secret, times);
          attempts += 1;
        } catch (error) {
          errors += 1;
          if (errors === 1) process.stderr.write(`${String(error)}\n`);
        }
        client.close();
      }
    }),
  );
  const minutes = (performance.now() - from) / 60_000;
  const requests = [...times.values()].reduce((sum, list) => sum + list.length, 0);
  const perAttempt = (used: number): number =>
    Math.round((used * 10_000) / Math.max(1, attempts)) / 10;
  return {
    candidates,
    attemptsPerMinute: Math.round(attempts / minutes),
    requestsPerSecond: Math.round(requests / (minutes * 60)),
    cpuMsPerAttempt: {
      app: perAttempt(cpuSeconds(service.appProcessId) - app),
      database: perAttempt(cpuSeconds(service.databaseProcessId) - database),
    },
    steps: Object.fromEntries(
      [...times].map(([name, list]) => {
        const sorted = list.sort((a, b) => a - b);
        return [
          name,
          {
            p50Ms: percentile(sorted, 0.5),
            p95Ms: percentile(sorted, 0.95),
            p99Ms: percentile(sorted, 0.99),
          },
        ];
      }),
    ),
    errors,
  };
}

const service = await startBenchService();
try {
  const { itemsOnAPage, candidate } = prepare(service);
  await itemsOnAPage();
  await run(service, candidate, 2); // warms up
  const runs = [];
  for (const candidates of shapes) runs.push(await run(service, candidate, candidates));
  process.stdout.write(`${JSON.stringify({ shape: { itemsPerPage }, runs }, undefined, 2)}\n`);
} finally {
  await service.stop();
}
