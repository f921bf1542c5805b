// Complete attempts over HTTP: the page before the exam, start, every page viewed and saved, review, submit, result.
//   npm run bench -- attempt-flow [--items-per-page 1] [--seconds 15] [--candidates 1,4,16,64]
import { startBenchService, type BenchService } from './a-bench-service.js';
import { bareAttempts } from './bare-attempts.js';
import { candidatesIn, PROGRAMME } from './candidates.js';
import { cpuSeconds, option, print, rounded, Steps } from './measuring.js';
import { PageClient, type Answer } from './page-client.js';

const itemsPerPage = Number(option('items-per-page', '1'));
const seconds = Number(option('seconds', '15'));
const shapes = option('candidates', '1,4,16,64').split(',').map(Number);

async function oneAttempt(client: PageClient, secret: string, steps: Steps): Promise<void> {
  client.setCookie('session', secret);
  const step = async (name: string, status: number, doing: Promise<Answer>): Promise<Answer> => {
    const answer = await doing;
    if (answer.status !== status)
      throw new Error(`${name} answered ${answer.status} ${answer.location}`);
    steps.add(name, answer.ms);
    return answer;
  };
  // The page before the exam: what comes, and the button that starts it.
  await step('open', 200, client.get(`/programmes/${PROGRAMME}/exam`));
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

async function run(service: BenchService, candidate: () => Promise<string>, candidates: number) {
  // People are put in beforehand, so that the time is the service's alone.
  const ready = await Promise.all(
    Array.from({ length: Math.ceil(candidates * seconds * 1.2) + 60 }, candidate),
  );
  const steps = new Steps();
  let attempts = 0;
  let errors = 0;
  const app = cpuSeconds(service.appProcessId());
  const database = cpuSeconds(service.databaseProcessId);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: candidates }, async () => {
      while (performance.now() - from < seconds * 1000) {
        const secret = ready.pop();
        if (secret === undefined) break;
        const client = await PageClient.connect(service.port);
        try {
          await oneAttempt(client, secret, steps);
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
  const perAttempt = (used: number): number => rounded((used * 1000) / Math.max(1, attempts));
  return {
    candidates,
    attemptsPerMinute: Math.round(attempts / minutes),
    requestsPerSecond: Math.round(steps.count / (minutes * 60)),
    cpuMsPerAttempt: {
      app: perAttempt(cpuSeconds(service.appProcessId()) - app),
      database: perAttempt(cpuSeconds(service.databaseProcessId) - database),
    },
    steps: steps.summary(),
    errors,
  };
}

const service = await startBenchService();
try {
  const { itemsOnAPage, candidate } = candidatesIn(service);
  await itemsOnAPage(itemsPerPage);
  await run(service, candidate, 2); // warms up
  const runs = [];
  for (const candidates of shapes) runs.push(await run(service, candidate, candidates));
  const clients = shapes.at(-1) ?? 1;
  const bare = await bareAttempts(service.connection, service.databaseProcessId, {
    ...{ items: itemsPerPage, clients, seconds },
  });
  print({ shape: { itemsPerPage }, runs, bare: { clients, ...bare } });
} finally {
  await service.stop();
}
