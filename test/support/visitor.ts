import { randomBytes } from 'node:crypto';
import request, { type Response } from 'supertest';
import type { Clock } from '../../server/platform/clock.js';
import { FORM_TOKEN_FIELD, type formTokens } from '../../server/platform/http/form-token.js';

type Fields = URLSearchParams | Readonly<Record<string, string>>;
type Sent = ReturnType<ReturnType<typeof request>['get']>;

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly expires: number;
}

/** A browser without scripts: it keeps cookies by their paths, says where its requests come from, and follows no redirect by itself. */
export interface Visitor {
  get(path: string): Sent;
  /** As a form of ours is sent. */
  post(path: string, fields?: Fields): Sent;
  /** As a form of ours with a file is sent, with what else is in its fields. */
  upload(path: string, name: string, bytes: Buffer, field?: string, fields?: Fields): Sent;
  /** As a script of ours sends. */
  put(path: string, body: unknown): Sent;
  postJson(path: string, body: unknown): Sent;
  /** Goes where the answer leads. */
  follow(answer: Response): Sent;
  /** The cookie's value, if the browser has one of that name for whatever path. */
  cookie(name: string): string | undefined;
  setCookie(name: string, value: string, path?: string): void;
  forget(name: string): void;
}

/** Cookies lapse by the clock of the service, not by that of the machine. Behind an origin that changes stand several instances. */
export function aVisitor(
  origin: string | (() => string),
  clock: Clock,
  tokens: Pick<ReturnType<typeof formTokens>, 'cookieName' | 'tokenFor'>,
): Visitor {
  const deviceSecret = randomBytes(32).toString('base64url');
  const cookies = new Map<string, Cookie>();
  const server = () => request(typeof origin === 'string' ? origin : origin());
  const keyOf = (name: string, path: string): string => `${name};${path}`;

  function cookieHeader(path: string): string {
    const now = clock().getTime();
    return [...cookies]
      .filter(([, cookie]) => cookie.expires > now && covers(cookie.path, path))
      .map(([key, { value }]) => `${key.slice(0, key.indexOf(';'))}=${value}`)
      .join('; ');
  }

  function keep(response: Response): void {
    const lines = headerOf(response, 'set-cookie')?.split('\n') ?? [];
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const attribute = (name: string): string | undefined =>
        attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
      const path = attribute('Path') ?? '/';
      const expires = attribute('Expires');
      cookies.set(keyOf(pair.slice(0, at), path), {
        value: pair.slice(at + 1),
        path,
        expires: expires === undefined ? Infinity : Date.parse(expires),
      });
    }
  }

  function send(sent: Sent, path: string): Sent {
    const header = cookieHeader(path.split('?')[0] ?? path);
    if (header !== '') sent.set('Cookie', header);
    return sent.set('Sec-Fetch-Site', 'same-origin').on('response', keep);
  }

  /** The token stands first, as on the page; a form that was read from one carries it already. */
  function inOurForm(fields: Fields): string {
    const sent = new URLSearchParams(fields);
    sent.delete(FORM_TOKEN_FIELD);
    return `${FORM_TOKEN_FIELD}=${tokens.tokenFor(deviceSecret)}&${sent.toString()}`;
  }

  cookies.set(keyOf(tokens.cookieName, '/'), {
    value: deviceSecret,
    path: '/',
    expires: Infinity,
  });
  const visitor: Visitor = {
    get: (path) => send(server().get(path), path).accept('html'),
    post: (path, fields = {}) =>
      send(server().post(path), path).accept('html').type('form').send(inOurForm(fields)),
    upload(path, name, bytes, field = 'file', fields = {}) {
      const sent = send(server().post(path), path)
        .accept('html')
        .field(FORM_TOKEN_FIELD, tokens.tokenFor(deviceSecret));
      for (const [key, value] of new URLSearchParams(fields)) sent.field(key, value);
      return sent.attach(field, bytes, name);
    },
    put: (path, body) =>
      send(server().put(path), path)
        .accept('json')
        .send(body as object),
    postJson: (path, body) =>
      send(server().post(path), path)
        .accept('json')
        .send(body as object),
    follow: (answer) => visitor.get(locationOf(answer)),
    cookie: (name) => [...cookies].find(([key]) => key.startsWith(`${name};`))?.[1].value,
    setCookie(name, value, path = '/') {
      cookies.set(keyOf(name, path), { value, path, expires: Infinity });
    },
    forget(name) {
      for (const key of cookies.keys()) if (key.startsWith(`${name};`)) cookies.delete(key);
    },
  };
  return visitor;
}

/** A header of the answer; cookies are set one a line. */
export function headerOf(answer: Response, name: string): string | undefined {
  const value: unknown = (answer.headers as Record<string, unknown>)[name.toLowerCase()];
  if (Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : undefined;
}

/** Where a redirect leads. */
export function locationOf(answer: Response): string {
  const location = headerOf(answer, 'location');
  if (location === undefined) throw new Error(`Not a redirect but ${answer.status}`);
  return location;
}

function covers(cookiePath: string, path: string): boolean {
  const folder = cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`;
  return path === cookiePath || path.startsWith(folder);
}
