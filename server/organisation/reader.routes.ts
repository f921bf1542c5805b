import type { Request, RequestHandler } from 'express';
import type { Clock } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { PageReader } from '../platform/http/page.js';
import type {} from '../platform/http/request.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import { languagesOf, type Municipality } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import { breakGlassIdOf, breakGlassPerson, type BreakGlassHolder } from './break-glass.js';
import { fullName, type Person } from './person.js';
import type { PersonStore } from './person.store.js';
import { grantsInForce } from './role-grant.rules.js';
import { scopeOf, type Action, type Scope } from './policy.rules.js';

/** The signed-in person with the roles that hold today, and their municipality, as of this request. */
export interface Reader {
  readonly person: Person;
  readonly municipality: Municipality;
  /** The calendar date in the municipality. */
  readonly today: PlainDate;
}

declare module 'express-serve-static-core' {
  interface Request {
    reader?: Reader;
  }
}

/** Nobody is signed in, and the page is for people. Pages answer by the way to the login. */
export class SignInNeeded extends DomainError {
  readonly code = 'sign-in-needed';
  readonly status = 401;

  constructor() {
    super('Nobody is signed in');
    this.name = 'SignInNeeded';
  }
}

/** Somebody is signed in whose roles do not cover this. */
export class RoleNeeded extends DomainError {
  readonly code = 'role-needed';
  readonly status = 403;

  constructor(action: Action) {
    super(`No role for ${action}`);
    this.name = 'RoleNeeded';
  }
}

/** Sets `req.reader` from the session. */
export function findReader(deps: {
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
  /** Nothing for an account that has ended. */
  readonly breakGlassHolder: (
    municipalityId: string,
    id: string,
    today: PlainDate,
  ) => Promise<BreakGlassHolder | undefined>;
  readonly clock: Clock;
}): RequestHandler {
  /** With the roles that hold today. */
  async function personOf(municipalityId: string, id: string, today: PlainDate) {
    const breakGlassId = breakGlassIdOf(id);
    if (breakGlassId !== undefined) {
      const holder = await deps.breakGlassHolder(municipalityId, breakGlassId, today);
      return holder && breakGlassPerson(holder, today);
    }
    const person = await deps.people.find(municipalityId, id);
    if (!person) return undefined;
    const deputised = person.grants.flatMap(({ deputyFor }) => deputyFor ?? []);
    const principals = await deps.people.findAll(municipalityId, deputised);
    return { ...person, grants: grantsInForce(person, principals, today) };
  }

  return async (req, _res, next) => {
    if (req.session) {
      const { personId, municipalityId } = req.session;
      const municipality = await deps.municipalities.find(municipalityId);
      if (municipality) {
        const today = dateIn(municipality.timeZone, deps.clock());
        const person = await personOf(municipalityId, personId, today);
        if (person) {
          req.reader = { person, municipality, today };
          keepToLanguages(req, municipality);
        }
        // Over: such a login is nobody's without its account.
        else if (breakGlassIdOf(personId) !== undefined) delete req.session;
      }
    }
    next();
  };
}

/** Its own language where the person has asked for none that it offers. */
function keepToLanguages(req: Request, municipality: Municipality): void {
  const { locale } = req;
  if (!locale || !languagesOf(municipality).includes(locale)) req.locale = municipality.locale;
}

export function readerOf(req: Request): Reader {
  if (!req.reader) throw new SignInNeeded();
  return req.reader;
}

/** For routes that are for signed-in people, before their handler. */
export const signedInOnly: RequestHandler = (req, _res, next) => {
  readerOf(req);
  next();
};

/** The part of the municipality in which the reader may do this; throws when there is none. */
export function scopeFor(req: Request, action: Action): Scope & { readonly allowed: true } {
  const { person, today } = readerOf(req);
  const scope = scopeOf(person, action, today);
  if (!scope.allowed) throw new RoleNeeded(action);
  return scope;
}

/** For what belongs to the whole municipality: a role in a part of it is not enough. */
export function requireWhole(req: Request, action: Action): Reader {
  if (scopeFor(req, action).units !== 'all') throw new RoleNeeded(action);
  return readerOf(req);
}

interface Section {
  readonly action: Action;
  readonly href: string;
}

/** What belongs to the whole municipality, in the order of the page that leads there; `key` of its words. */
export const ADMINISTRATION: readonly (Section & { readonly key: string })[] = [
  { action: 'manage-people', href: '/administration/people', key: 'people' },
  { action: 'manage-organisation', href: '/administration/units', key: 'units' },
  { action: 'import-people', href: '/administration/hr', key: 'hr' },
  { action: 'manage-requirements', href: '/administration/requirements', key: 'requirements' },
  { action: 'manage-identity', href: '/administration/identity', key: 'identity' },
  { action: 'manage-organisation', href: '/administration/settings', key: 'settings' },
];

export function mayOpen(
  { person, today }: Pick<Reader, 'person' | 'today'>,
  { action }: Pick<Section, 'action'>,
): boolean {
  const scope = scopeOf(person, action, today);
  return scope.allowed && scope.units === 'all';
}

/** Where the roles lead, in the order of the menu. */
const SECTIONS: readonly (Section & { readonly textKey: string })[] = [
  { action: 'see-certifications', href: '/oversight', textKey: 'nav.oversight' },
  { action: 'supervise-exams', href: '/exams', textKey: 'nav.exams' },
  { action: 'see-records', href: '/records', textKey: 'nav.records' },
  { action: 'see-items', href: '/item-banks', textKey: 'nav.itemBanks' },
  { action: 'see-programmes', href: '/administration/programmes', textKey: 'nav.programmes' },
  { action: 'adopt-banks', href: '/sharing', textKey: 'nav.sharing' },
  { action: 'see-audit', href: '/audit', textKey: 'nav.audit' },
  { action: 'see-item-statistics', href: '/statistics', textKey: 'nav.statistics' },
];

/** What the municipality's pages look like. */
export function lookOf(municipality: Municipality): PageReader['look'] {
  const { colour, arms } = municipality;
  return {
    languages: languagesOf(municipality),
    themeHref: `/theme/${colour.slice(1)}`,
    armsHref: arms === undefined ? undefined : `/arms/${arms}`,
  };
}

/** The reader as page headers show them, with links to what their roles open. */
export function pageReader(demo: boolean) {
  return (req: Request): PageReader | undefined => {
    const { reader } = req;
    if (!reader) return undefined;
    const { person, municipality, today } = reader;
    const administration = { href: '/administration', textKey: 'administration.title' };
    const shown = {
      name: fullName(person),
      municipalityName: municipality.name,
      look: lookOf(municipality),
    };
    if (breakGlassIdOf(person.id) !== undefined) return { ...shown, links: [administration] };
    const links = [
      { href: '/', textKey: 'nav.home' },
      ...SECTIONS.filter(({ action }) => scopeOf(person, action, today).allowed),
    ];
    if (ADMINISTRATION.some((section) => mayOpen(reader, section))) links.push(administration);
    links.push({ href: '/me', textKey: 'me.title' });
    if (demo) links.push({ href: '/outbox', textKey: 'nav.outbox' });
    return { ...shown, links };
  };
}
