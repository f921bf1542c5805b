import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createLeaseStore, type LeaseStore } from '../../server/platform/jobs/lease.store.js';
import {
  createScheduler,
  type Job,
  type Scheduler,
  type SchedulerDeps,
} from '../../server/platform/jobs/scheduler.js';
import { silentLogger } from '../../server/platform/logger.js';
import { useDatabase } from '../support/database.js';

const start = new Date('2026-11-01T08:00:00Z');

/** A promise that the test keeps in its own time. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !holds(); n += 1) await pause(5);
  assert.ok(holds(), 'It did not come about in two seconds');
}

describe('the scheduler', () => {
  const database = useDatabase();
  let leases: LeaseStore;
  let now: Date;
  let schedulers: Scheduler[];
  let jobNumber = 0;

  before(async () => {
    leases = createLeaseStore(database.connection());
    await leases.ensureIndexes();
  });
  beforeEach(() => {
    now = start;
    schedulers = [];
  });
  afterEach(async () => {
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
  });

  /** An instance of the service with that job. */
  function instance(job: Job, changes: Partial<SchedulerDeps> = {}): Scheduler {
    const scheduler = createScheduler({ clock: () => now, log: silentLogger, leases, ...changes });
    scheduler.add(job);
    schedulers.push(scheduler);
    return scheduler;
  }
  function aJob(run: Job['run'], every = 5): Job {
    jobNumber += 1;
    return { name: `job-${jobNumber}`, every, run };
  }

  it('runs a job at the start and again after each pause', async () => {
    let runs = 0;
    const job = aJob(() => Promise.resolve((runs += 1)));
    instance(job).start();
    await until(() => runs >= 3);
  });

  it('does not begin a run before the one under way has ended', async () => {
    let at = 0;
    let most = 0;
    let runs = 0;
    const job = aJob(async () => {
      at += 1;
      most = Math.max(most, at);
      await pause(20);
      at -= 1;
      runs += 1;
    }, 1);
    instance(job).start();
    await until(() => runs >= 3);
    assert.equal(most, 1);
  });

  it('runs a job in one of several instances at a time', async () => {
    const { opened, open } = gate();
    let runs = 0;
    const job = aJob(() => {
      runs += 1;
      return opened;
    });
    const others = Array.from({ length: 4 }, () => instance(job));
    const outcomes: string[] = [];
    const all = others.map(async (scheduler) => outcomes.push(await scheduler.runNow(job.name)));
    await until(() => outcomes.length === 3);
    open();
    await Promise.all(all);
    assert.deepEqual(outcomes, ['busy', 'busy', 'busy', 'done']);
    assert.equal(runs, 1);
    assert.equal(await instance(job).runNow(job.name), 'done');
  });

  it('goes on after a job that throws, and logs where without what it said', async () => {
    const events: string[] = [];
    const log = { ...silentLogger, error: (event: object) => events.push(JSON.stringify(event)) };
    let runs = 0;
    const job = aJob(() => {
      runs += 1;
      throw new TypeError('ingrid@fjordby.example is not an address');
    });
    instance(job, { log }).start();
    await until(() => runs >= 3);
    assert.match(events[0] ?? '', /TypeError.*scheduler\.test/);
    assert.doesNotMatch(events.join(' '), /ingrid/);
  });

  it('goes on after the database was away', async () => {
    let away = true;
    let runs = 0;
    const acquire: LeaseStore['acquire'] = (...args) =>
      away ? Promise.reject(new Error('away')) : leases.acquire(...args);
    const job = aJob(() => Promise.resolve((runs += 1)));
    const scheduler = instance(job, { leases: { ...leases, acquire } });
    assert.equal(await scheduler.runNow(job.name), 'failed');
    scheduler.start();
    await pause(20);
    assert.equal(runs, 0);
    away = false;
    await until(() => runs > 0);
  });

  it('takes over from an instance that died, once its lease has run out', async () => {
    let runs = 0;
    const job = aJob(() => Promise.resolve((runs += 1)));
    await leases.acquire(job.name, 'the dead', now, new Date(now.getTime() + 60_000));
    const scheduler = instance(job);
    now = new Date(start.getTime() + 59_999);
    assert.equal(await scheduler.runNow(job.name), 'busy');
    now = new Date(start.getTime() + 60_000);
    assert.equal(await scheduler.runNow(job.name), 'done');
  });

  it('keeps its lease as long as the job runs', async () => {
    const { opened, open } = gate();
    const job = aJob(() => opened);
    const running = instance(job, { leaseMs: 300 }).runNow(job.name);
    // Three leases long.
    for (let n = 1; n <= 12; n += 1) {
      now = new Date(start.getTime() + n * 80);
      await pause(80);
    }
    assert.equal(await instance(job).runNow(job.name), 'busy');
    open();
    assert.equal(await running, 'done');
  });

  it('leaves the lease alone once the job has ended', async () => {
    let renewals = 0;
    const renew: LeaseStore['renew'] = (...args) => {
      renewals += 1;
      return leases.renew(...args);
    };
    const job = aJob(() => Promise.resolve());
    await instance(job, { leases: { ...leases, renew }, leaseMs: 30 }).runNow(job.name);
    const whenEnded = renewals;
    await pause(50);
    assert.equal(renewals, whenEnded);
  });

  it('tells a job whose lease another instance has taken to stop', async () => {
    let stopped = false;
    const job = aJob(async (stopping) => {
      while (!stopping.aborted) await pause(5);
      stopped = true;
    });
    const running = instance(job, { leaseMs: 600 }).runNow(job.name);
    await pause(20);
    now = new Date(start.getTime() + 3_600_000);
    // After a sleep of the machine: the lease ran out and the other was first.
    await leases.acquire(job.name, 'the other', now, new Date(now.getTime() + 60_000));
    await running;
    assert.ok(stopped);
    assert.equal(await instance(job).runNow(job.name), 'busy', 'the lease is still the other’s');
  });

  it('waits at the end for what is running, tells it to stop, and begins nothing more', async () => {
    const happened: string[] = [];
    const job = aJob(async (stopping) => {
      happened.push('began');
      while (!stopping.aborted) await pause(5);
      happened.push('told to stop');
      await pause(20);
      happened.push('ended');
    });
    const scheduler = instance(job);
    scheduler.start();
    await until(() => happened.length === 1);
    await scheduler.stop();
    assert.deepEqual(happened, ['began', 'told to stop', 'ended']);
    assert.equal(await scheduler.runNow(job.name), 'stopped');
    await pause(30);
    assert.equal(happened.length, 3);
  });

  it('knows its jobs by their names', async () => {
    const job = aJob(() => Promise.resolve());
    const scheduler = instance(job);
    assert.throws(() => {
      scheduler.add(job);
    }, /two jobs/);
    await assert.rejects(scheduler.runNow('another'), /no job/);
  });
});
