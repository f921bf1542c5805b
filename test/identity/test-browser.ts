import request, { type Response } from 'supertest';

/** A browser as far as a login needs one: it keeps cookies and does not follow redirects. */
export interface TestBrowser {
  get(path: string): Promise<Response>;
  post(path: string, fields: string | Readonly<Record<string, string>>): Promise<Response>;
  readonly cookies: Map<string, string>;
}

export function aBrowser(origin: string): TestBrowser {
  const cookies = new Map<string, string>();

  function cookieHeader(): string {
    return Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
  }

  function keep(response: Response): Response {
    for (const line of setCookies(response)) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '') cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), value);
    }
    return response;
  }

  return {
    cookies,
    async get(path) {
      return keep(await request(origin).get(path).set('Cookie', cookieHeader()));
    },
    async post(path, fields) {
      const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
      return keep(
        await request(origin)
          .post(path)
          .set('Cookie', cookieHeader())
          .set('Content-Type', 'application/x-www-form-urlencoded')
          .send(body),
      );
    },
  };
}

export function setCookies(response: Response): string[] {
  const header: unknown = response.headers['set-cookie'];
  return Array.isArray(header) ? (header as string[]) : [];
}
