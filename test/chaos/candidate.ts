import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from '../../server/item-banks/item.js';
import { systemIds, type Rng } from '../../server/platform/rng.js';
import { acknowledge, type Ledger } from './ledger.js';

/** The network as one browser has it. */
export interface Network {
  /** By way of the faults. */
  readonly url: string;
  /** Of the service, as its pages name themselves. */
  readonly origin: string;
}

export interface Choice {
  readonly number: number;
  readonly right: Response;
  readonly wrong: Response;
}

interface SlotAnswer {
  readonly slot: number;
  readonly saved: boolean;
  readonly revision: number;
}

interface SaveAnswer {
  readonly kind: 'saved' | 'conflict' | 'closed';
  readonly serverNow: string;
  readonly slots?: readonly SlotAnswer[];
}

interface Waiting {
  readonly slot: number;
  readonly response: Response;
  readonly saveId: string;
  readonly typed: { readonly heard: string; readonly afterMs: number };
}

const PATIENCE_MS = 5_000;
const RETRY_MS = 120;

/** One request, again and again until it is answered, as a person presses the button again. Gives up never: the service comes back. */
async function insist(
  { url, origin }: Network,
  path: string,
  cookie: string,
  method: 'POST' | 'PUT',
  body: string,
  type: string,
): Promise<globalThis.Response> {
  for (;;) {
    try {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { cookie, origin, accept: 'text/html, application/json', 'content-type': type },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.status < 500) return answer;
      await answer.arrayBuffer();
    } catch {
      // Lost, or given up.
    }
    await pause(RETRY_MS);
  }
}

/** Not as a form: that would need the token of a browser. */
const NOTHING = '{}';

/** Starts the exam. Returns the attempt's id and the cookie that opens it. */
export async function start(
  network: Network,
  sessionCookie: string,
  programmeId: string,
): Promise<{ attemptId: string; cookie: string }> {
  const answer = await insist(
    network,
    `/programmes/${programmeId}/exam`,
    sessionCookie,
    'POST',
    NOTHING,
    'application/json',
  );
  const attemptId = /^\/attempts\/([0-9a-f]+)\//.exec(answer.headers.get('location') ?? '')?.[1];
  const cookie = /^([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  if (attemptId === undefined || cookie === undefined)
    throw new Error(`Not started: ${answer.status} ${answer.headers.get('location') ?? ''}`);
  return { attemptId, cookie };
}

export async function handIn(network: Network, attemptId: string, cookie: string): Promise<void> {
  const path = `/attempts/${attemptId}/submit`;
  const answer = await insist(network, path, cookie, 'POST', NOTHING, 'application/json');
  if (answer.status !== 303) throw new Error(`Not handed in: ${answer.status}`);
}

/** A tab of the exam: saves as `views/client/attempt.ts` does, one save of a slot at a time, kept until it is answered. */
export function openTab(network: Network, attemptId: string, cookie: string, ledger: Ledger) {
  const revisions = new Map<number, number>();
  let heard = new Date().toISOString();
  let since = performance.now();

  function typed(slot: number, response: Response): Waiting {
    const saveId = systemIds();
    ledger.sent.set(saveId, { slot, response, typedAt: Date.now() });
    const afterMs = Math.floor(performance.now() - since);
    return { slot, response, saveId, typed: { heard, afterMs } };
  }

  async function send(waiting: readonly Waiting[]): Promise<SaveAnswer> {
    const saves = waiting.map((one) => ({ ...one, basedOn: revisions.get(one.slot) ?? 0 }));
    const path = `/attempts/${attemptId}/responses`;
    const body = JSON.stringify({ saves });
    const answer = await insist(network, path, cookie, 'PUT', body, 'application/json');
    if (![200, 409, 410].includes(answer.status)) throw new Error(`A save: ${answer.status}`);
    const said = (await answer.json()) as SaveAnswer;
    heard = said.serverNow;
    since = performance.now();
    for (const { slot, saved, revision } of said.slots ?? []) {
      revisions.set(slot, revision);
      const one = waiting.find((save) => save.slot === slot);
      if (saved && one) acknowledge(ledger, slot, one.saveId, revision);
    }
    return said;
  }

  return {
    /** False when the attempt is over. What another tab said before stands, and is then written over knowingly. */
    async respond(choices: readonly Choice[], wish: 'right' | 'wrong'): Promise<boolean> {
      let waiting = choices.map((choice) => typed(choice.number, choice[wish]));
      while (waiting.length > 0) {
        const said = await send(waiting);
        if (said.kind === 'closed') return false;
        const left = (said.slots ?? []).filter(({ saved }) => !saved);
        waiting = waiting
          .filter(({ slot }) => left.some((one) => one.slot === slot))
          .map(({ slot, response }) => typed(slot, response));
      }
      return true;
    },
  };
}

/** So many of the choices, drawn anew each time. */
export function some(rng: Rng, choices: readonly Choice[], count: number): Choice[] {
  const left = [...choices];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(rng() * left.length), 1),
  ).flat();
}
