import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.js';
import type { Attempt } from '../../server/attempts/attempt.js';
import { compose, type Services, type Surroundings } from '../../server/compose.js';
import type { CourseSession } from '../../server/courses/course.js';
import type { Programme } from '../../server/exams/programme.js';
import { readBanks, type Banks } from '../../server/exams/read-banks.js';
import { sessionCookie } from '../../server/identity/cookies.js';
import { fingerprintOf, newSecret } from '../../server/identity/secret.js';
import { timesAtSignIn } from '../../server/identity/session.rules.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import type { Person } from '../../server/organisation/person.js';
import { readConfig, type Config } from '../../server/platform/config.js';
import { silentLogger } from '../../server/platform/logger.js';
import type { Locale } from '../../server/platform/locale.js';
import { engineUri } from './engine.js';
import {
  aMunicipality,
  aPerson,
  aProgramme,
  PROGRAMME,
  unitsOf,
  type PersonInWords,
  type ProgrammeInWords,
} from './some-staff.js';
import { keepSecretsIn } from './some-secrets.js';
import { aVisitor, type Visitor } from './visitor.js';

/** A Monday in November, nine in the morning in Oslo. */
export const MORNING = '2026-11-02T08:00:00.000Z';

type PlaceInWords = ProgrammeInWords & { readonly changes?: Partial<Municipality> };

/** A municipality that has units and a programme. */
export interface Place {
  readonly municipality: Municipality;
  readonly programme: Programme;
}

/** The whole service on the real engine and over real HTTP, with a clock that the test moves. */
export interface TestService {
  readonly services: Services;
  readonly stores: Services['stores'];
  readonly now: () => Date;
  /** Moves the clock to an instant; before each test it is nine in the morning. */
  at(instant: string | Date): void;
  pass(minutes: number): void;
  /** Another municipality, with a programme that differs in this. */
  place(words: PlaceInWords): Promise<Place>;
  /** A person of Fjordby, if nothing else is said. */
  person(words?: PersonInWords): Promise<Person>;
  /** Somebody who may start the exam now. */
  candidate(words?: PersonInWords): Promise<Person>;
  completedCourse(person: Person, at?: Date): Promise<CourseSession>;
  /** An attempt of the person, begun now. */
  begin(person: Person, locale?: Locale): Promise<Attempt>;
  /** As it is stored by now. */
  attempt(id: string): Promise<Attempt>;
  /** A browser with a login session. */
  signedInAs(person: Person): Promise<Visitor>;
  anyone(): Visitor;
  /** Where it listens. */
  origin(): string;
  /** The origin of another instance on the same database. */
  secondInstance(): Promise<string>;
}

/** Call inside a `describe`: composed once, with Fjordby in its database; closed and dropped afterwards. */
export function useService(given: Partial<Pick<Surroundings, 'log' | 'ids'>> = {}): TestService {
  let now = new Date(MORNING);
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  let places = 0;
  const running = () => {
    if (!opened) throw new Error('The service runs inside tests and hooks only');
    return opened;
  };
  const clock = (): Date => now;

  before(async () => {
    opened = await open({ clock, log: silentLogger, seeds: countedSeeds(), ...given });
    await settle({ changes: { id: 'fjordby' } });
  });
  beforeEach(() => {
    now = new Date(MORNING);
  });
  after(async () => {
    await opened?.close();
  });

  async function settle({ changes = {}, ...words }: PlaceInWords): Promise<Place> {
    const { stores, templates } = running().services;
    const [template] = templates;
    if (!template) throw new Error('No bank proposes a programme');
    places += 1;
    const municipality = aMunicipality({ id: `municipality-${places}`, ...changes });
    const programme = aProgramme(template, { ...words, municipalityId: municipality.id });
    await stores.municipalities.put(municipality);
    for (const unit of unitsOf(municipality.id)) await stores.municipalities.putUnit(unit);
    await stores.programmes.add(programme);
    return { municipality, programme };
  }

  const service: TestService = {
    get services() {
      return running().services;
    },
    get stores() {
      return running().services.stores;
    },
    now: clock,
    at(instant) {
      now = new Date(instant);
    },
    pass(minutes) {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    place: settle,
    async person(words) {
      const person = aPerson(words);
      await service.stores.people.put(person);
      return person;
    },
    async candidate(words) {
      const person = await service.person(words);
      await service.completedCourse(person);
      return person;
    },
    async completedCourse({ id: personId, municipalityId }, at = now) {
      const { courses, ids } = service.services;
      const course = courses.find(PROGRAMME);
      if (!course) throw new Error('There is no course');
      const progress = { openedAt: at, passedAt: at, tries: 1 };
      const session: CourseSession = {
        id: ids(),
        municipalityId,
        personId,
        courseId: course.id,
        courseVersion: course.version,
        startedAt: at,
        lessons: Object.fromEntries(course.lessons.map(({ id }) => [id, progress])),
        completedAt: at,
      };
      await service.stores.courseSessions.put(session);
      return session;
    },
    async begin({ id: personId, municipalityId }, locale = 'nb') {
      const command = { municipalityId, personId, programmeId: PROGRAMME, locale };
      const outcome = await service.services.examStart.start(command);
      if (!outcome.started) throw new Error(`Not started: ${JSON.stringify(outcome)}`);
      return service.attempt(outcome.attemptId);
    },
    async attempt(id) {
      const found = await service.stores.attempts.find(id);
      if (!found) throw new Error(`There is no attempt ${id}`);
      return found;
    },
    async signedInAs({ id: personId, municipalityId }) {
      const secret = newSecret();
      const session = { id: fingerprintOf(secret), personId, municipalityId };
      await service.stores.sessions.start({ ...session, ...timesAtSignIn(now) });
      const visitor = service.anyone();
      visitor.setCookie(sessionCookie(service.services.config.publicUrl).name, secret);
      return visitor;
    },
    anyone: () => aVisitor(running().origin, clock, running().services.formTokens),
    origin: () => running().origin,
    secondInstance: () => running().secondInstance(),
  };
  return service;
}

/** The same forms in every run. */
function countedSeeds(): () => string {
  let seeds = 0;
  return () => {
    seeds += 1;
    return `seed-${seeds}`;
  };
}

async function open(surroundings: Partial<Surroundings> & Pick<Surroundings, 'clock'>) {
  const folder = await mkdtemp(join(tmpdir(), 'medsert-test-'));
  keepSecretsIn(join(folder, 'secrets'));
  const environment = {
    DATA_DIR: folder,
    MONGODB_URI: engineUri(),
    MONGODB_DATABASE: `test-${randomBytes(6).toString('hex')}`,
  };
  const config = readConfig(environment, surroundings.clock());
  const first = await instance(config, surroundings);
  const others: Instance[] = [];
  return {
    services: first.services,
    origin: first.origin,
    async secondInstance(): Promise<string> {
      const other = await instance(config, surroundings);
      others.push(other);
      return other.origin;
    },
    async close(): Promise<void> {
      await Promise.all(others.map((other) => other.stop()));
      await first.services.database.connection.dropDatabase();
      await first.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Instance = Awaited<ReturnType<typeof instance>>;

let banks: Promise<Banks> | undefined;
/** Nobody changes what was read, so it is read once a process. */
const banksOnce = (): Promise<Banks> => (banks ??= readBanks());

async function instance(config: Config, surroundings: Partial<Surroundings>) {
  const given = { readBanks: banksOnce, ...surroundings };
  const services = await compose(config, () => undefined, given);
  const server = await listening(createServer(createApp(services)));
  const { port } = server.address() as AddressInfo;
  return {
    services,
    origin: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await services.close();
    },
  };
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}
