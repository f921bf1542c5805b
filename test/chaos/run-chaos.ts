import { setTimeout as pause } from 'node:timers/promises';
import { fjordby } from '../../server/demo/fjordby.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import { timesAtSignIn } from '../../server/identity/session.rules.js';
import { createSessionStore } from '../../server/identity/session.store.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { rngFromSeed, systemIds, type Rng } from '../../server/platform/rng.js';
import { PROGRAMME } from '../journeys/demo-person.js';
import { openRecords } from '../journeys/records.js';
import { startOwnEngine } from '../support/own-engine.js';
import { eventually } from '../support/eventually.js';
import { startService } from '../support/running-service.js';
import { handIn, openTab, some, start, type Choice, type Network } from './candidate.js';
import { startFaultProxy } from './fault-proxy.js';
import { lateIn, lostIn, newLedger, type Ledger } from './ledger.js';

export interface ChaosReport {
  readonly attempts: number;
  /** Saves that the service said it had taken. */
  readonly acknowledged: number;
  /** Of those: not stored. And attempts that were handed in and have no result, or passed and have no certificate. */
  readonly lost: number;
  /** Stored responses from after the deadline and its grace. */
  readonly late: number;
  /** Second attempts, certificates or entries in the trail for what happened once. */
  readonly duplicates: number;
  readonly restarts: number;
}

export interface ChaosPlan {
  readonly seed: string;
  /** Whether another attempt is begun, when so many have been and so much time has passed. */
  readonly goesOn: (begun: number, elapsedMs: number) => boolean;
  readonly sideBySide: number;
  /** The service and its database are killed in turns, each time when so many attempts more have been sat. */
  readonly killEvery: number;
}

const GRACE_SECONDS = 2;
/** A page's worth. */
const AT_ONCE = 8;
const unitId = fjordby.units.at(-1)?.id ?? '';

interface Sat {
  readonly attemptId: string;
  readonly personId: string;
  readonly ledger: Ledger;
}

/** Candidates take exams over a network that loses, delays, doubles and reorders, while service and database are killed; then what they were told is compared with what is stored. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const engine = await startOwnEngine();
  const service = await startService(engine.uri);
  try {
    const proxy = await startFaultProxy(service.port, rngFromSeed(`${plan.seed} network`));
    const network = { url: proxy.url, origin: service.url };
    const world = await openWorld(service.connection, network);
    const killer = killInTurns(service, engine);
    const sat: Sat[] = [];
    const from = performance.now();
    let begun = 0;
    await Promise.all(
      Array.from({ length: plan.sideBySide }, async () => {
        while (plan.goesOn(begun, performance.now() - from)) {
          begun += 1;
          sat.push(await world.sit(begun, rngFromSeed(`${plan.seed} candidate ${begun}`)));
          if (sat.length % plan.killEvery === 0) killer.kill();
        }
      }),
    );
    const times = await killer.settled();
    await proxy.close();
    return { ...(await world.compare(sat)), restarts: times };
  } finally {
    await service.remove(isOutage);
    await engine.stop();
  }
}

/** What a service logs that has lost its database, and no more than that. */
function isOutage(line: string): boolean {
  return /"code":"(unavailable|EPIPE|ECONNRESET)"|"error":"Mongo(Network|ServerSelection|PoolCleared)\w*"/.test(
    line,
  );
}

function killInTurns(
  service: Awaited<ReturnType<typeof startService>>,
  engine: Awaited<ReturnType<typeof startOwnEngine>>,
) {
  let times = 0;
  let last = Promise.resolve();
  async function killNext(turn: number): Promise<void> {
    if (turn % 2 === 1) {
      await service.kill9();
      await service.launch();
    } else process.kill(engine.processId() ?? 0, 'SIGKILL');
  }
  return {
    kill(): void {
      times += 1;
      const turn = times;
      last = last.then(() => killNext(turn));
    },
    /** When the service is back; how often one of them was killed. */
    settled: () => last.then(() => times),
  };
}

async function openWorld(
  connection: Awaited<ReturnType<typeof startService>>['connection'],
  network: Network,
) {
  const people = createPersonStore(connection);
  const sessions = createSessionStore(connection);
  const records = await openRecords(connection);
  const { id: municipalityId } = fjordby;

  /** Someone who may start; the cookie of their login. */
  async function candidate(id: string): Promise<string> {
    const now = new Date();
    await people.put({
      id,
      municipalityId,
      issuer: 'chaos',
      subject: id,
      givenName: 'Kaja',
      familyName: id,
      employments: [{ unitId, jobRole: 'nurse', from: plainDate('2020-01-01'), percent: 100 }],
      grants: [],
    });
    await records.completeCourse({ id, municipality: fjordby });
    const secret = newSecret();
    const session = { id: fingerprintOf(secret), personId: id, municipalityId };
    await sessions.start({ ...session, ...timesAtSignIn(now) });
    return `session=${secret}`;
  }

  return {
    /** One exam from beginning to end; what becomes of it is drawn. */
    async sit(number: number, rng: Rng): Promise<Sat> {
      const personId = `chaos-${number}-${systemIds()}`;
      const session = await eventually(() => candidate(personId), 30_000);
      const { attemptId, cookie } = await start(network, session, PROGRAMME);
      const slots = await eventually(() => records.slotsOf(attemptId), 30_000);
      const ledger = newLedger();
      const runsOut = rng() < 0.4;
      if (runsOut) {
        const closesAt = new Date(Date.now() + 500 + rng() * 3_000);
        await eventually(() => records.moveDeadline(attemptId, closesAt, GRACE_SECONDS), 30_000);
      }
      const tabs = rng() < 0.1 ? 2 : 1;
      await Promise.all(
        Array.from({ length: tabs }, () =>
          work(openTab(network, attemptId, cookie, ledger), slots, rng, runsOut),
        ),
      );
      if (!runsOut) {
        await handIn(network, attemptId, cookie);
        ledger.handedIn = true;
      }
      return { attemptId, personId, ledger };
    },

    async compare(sat: readonly Sat[]): Promise<Omit<ChaosReport, 'restarts'>> {
      let [lost, late, duplicates, acknowledged] = [0, 0, 0, 0];
      for (const { attemptId, personId, ledger } of sat) {
        const attempt = await eventually(async () => {
          const found = await records.attempt(attemptId);
          if (!found.settledAt) throw new Error(`${attemptId} has come to no end`);
          return found;
        }, 40_000);
        const certificates = await records.certificatesOf({ id: personId, municipality: fjordby });
        const attempts = await records.countAttempts(personId);
        const ends = await records.countEnds(attemptId);
        acknowledged += ledger.acknowledgements;
        lost += lostIn(ledger, attempt).length;
        lost += ledger.handedIn && attempt.state !== 'submitted' ? 1 : 0;
        lost += attempt.result?.passed && certificates.length === 0 ? 1 : 0;
        lost += ends === 0 ? 1 : 0;
        late += lateIn(ledger, attempt).length;
        duplicates += Math.max(0, certificates.length - 1) + (attempts - 1) + Math.max(0, ends - 1);
      }
      return { attempts: sat.length, acknowledged, lost, late, duplicates };
    },
  };
}

/** Responds here and there and changes some; at last everything, so that some pass. Who lets the time run out goes on past it. */
async function work(
  tab: ReturnType<typeof openTab>,
  slots: readonly Choice[],
  rng: Rng,
  runsOut: boolean,
): Promise<void> {
  const rounds = 2 + Math.floor(rng() * 3);
  for (let round = 0; round < rounds || runsOut; round += 1) {
    const wish = rng() < 0.5 ? 'right' : 'wrong';
    if (!(await tab.respond(some(rng, slots, 1 + Math.floor(rng() * 4)), wish))) return;
    if (runsOut) await pause(100 + rng() * 300);
  }
  if (rng() < 0.3)
    for (let at = 0; at < slots.length; at += AT_ONCE)
      await tab.respond(slots.slice(at, at + AT_ONCE), 'right');
}
