import type { Clock } from '../clock.js';
import type { Logger } from '../logger.js';
import { systemIds, type IdSource } from '../rng.js';
import { describedError } from '../described-error.js';
import type { LeaseStore } from './lease.store.js';

export interface Job {
  readonly name: string;
  /** Milliseconds from the end of one run to the start of the next. */
  readonly every: number;
  /** `stopping` is aborted when the service ends or the lease is lost: a long run then leaves the rest to the next one. */
  run(stopping: AbortSignal): Promise<unknown>;
}

/** `busy`: it is running, here or in another instance. */
export type RunOutcome = 'done' | 'failed' | 'busy' | 'stopped';

export interface Scheduler {
  add(job: Job): void;
  /** Runs every job at once, so that what was missed while the service was down is made up for, and then at its pauses. */
  start(): void;
  /** No run begins any more; resolves when those under way have ended. */
  stop(): Promise<void>;
  /** Never throws for what the job throws. */
  runNow(name: string): Promise<RunOutcome>;
}

export interface SchedulerDeps {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly leases: LeaseStore;
  readonly ids?: IdSource;
  /** An instance that dies while a job runs keeps others from it for so long. */
  readonly leaseMs?: number;
}

/** Runs jobs by timers: a job runs in one place at a time, over all instances, by a lease that is prolonged while it runs. */
export function createScheduler({
  clock,
  log,
  leases,
  ids = systemIds,
  leaseMs = 60_000,
}: SchedulerDeps): Scheduler {
  const jobs = new Map<string, Job>();
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<RunOutcome>>();
  const ending = new AbortController();

  const leaseEnd = (): Date => new Date(clock().getTime() + leaseMs);

  async function run(job: Job): Promise<RunOutcome> {
    const holder = ids();
    try {
      if (!(await leases.acquire(job.name, holder, clock(), leaseEnd()))) return 'busy';
    } catch (error) {
      log.error({ job: job.name, ...describedError(error) }, 'no lease for the job');
      return 'failed';
    }
    const lost = new AbortController();
    const beat = setInterval(() => {
      void keepLease(job.name, holder, lost);
    }, leaseMs / 3);
    try {
      await job.run(AbortSignal.any([ending.signal, lost.signal]));
      return 'done';
    } catch (error) {
      log.error({ job: job.name, ...describedError(error) }, 'job failed');
      return 'failed';
    } finally {
      clearInterval(beat);
      // The run is over: a last beat under way has nothing to report.
      lost.abort();
      await leases.release(job.name, holder).catch((error: unknown) => {
        log.warn(
          { job: job.name, ...describedError(error) },
          'lease was not released and will run out',
        );
      });
    }
  }

  async function keepLease(name: string, holder: string, lost: AbortController): Promise<void> {
    try {
      if ((await leases.renew(name, holder, leaseEnd())) || lost.signal.aborted) return;
      log.warn({ job: name }, 'another instance has taken over the job');
      lost.abort();
    } catch (error) {
      // The next beat tries again; the lease outlives two that fail.
      log.warn({ job: name, ...describedError(error) }, 'lease was not prolonged');
    }
  }

  function runTracked(job: Job): Promise<RunOutcome> {
    const outcome = run(job).finally(() => running.delete(outcome));
    running.add(outcome);
    return outcome;
  }

  function schedule(job: Job, pause: number): void {
    const timer = setTimeout(() => {
      void runTracked(job).finally(() => {
        if (!ending.signal.aborted) schedule(job, job.every);
      });
    }, pause);
    timers.set(job.name, timer);
  }

  return {
    add(job) {
      if (jobs.has(job.name)) throw new Error(`There are two jobs called ${job.name}`);
      jobs.set(job.name, job);
    },
    start() {
      for (const job of jobs.values()) if (!timers.has(job.name)) schedule(job, 0);
    },
    async stop() {
      ending.abort();
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
    async runNow(name) {
      const job = jobs.get(name);
      if (!job) throw new Error(`There is no job called ${name}`);
      return ending.signal.aborted ? 'stopped' : runTracked(job);
    },
  };
}
