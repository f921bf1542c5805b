import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { sessionCookie } from '../../server/identity/cookies.js';
import { takeHrFiles } from '../../server/organisation/hr/hr-folder.js';
import type { Person } from '../../server/organisation/person.js';
import { FORM_TOKEN_FIELD } from '../../server/platform/http/form-token.js';
import { silentLogger } from '../../server/platform/logger.js';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { headerOf, locationOf, type Visitor } from '../support/visitor.js';

const ISSUER = 'https://idp.hr.example';
const HEADER = 'ansattnummer;fornavn;etternavn;enhetskode;stilling;fra';
const PATH = '/administration/hr';

describe('HR files, looked at before they are applied', () => {
  const service = useService();
  let hr: Person;
  let visitor: Visitor;

  before(async () => {
    hr = await service.person({ jobRole: 'office', roles: [{ role: 'hr' }] });
    await service.stores.identityProviders.put('fjordby', {
      entityId: ISSUER,
      signInUrl: `${ISSUER}/sso`,
      certificates: [],
      wantResponseSigned: true,
      attributes: { subject: ['uid'], givenName: [], familyName: [], email: [] },
    });
  });
  beforeEach(async () => {
    visitor = await service.signedInAs(hr);
  });

  const line = (nr: number, name = 'Ødegård', unit = 'fjordby-solbakken') =>
    `${nr};Kåre;${name};${unit};Sykepleier;2020-03-01`;
  const some = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => line(from + index, `Nr${from + index}`));
  const bytesOf = (...lines: string[]) => Buffer.from([HEADER, ...lines].join('\n'));
  async function upload(bytes: Buffer) {
    const { config, formTokens } = service.services;
    const { name } = sessionCookie(config.publicUrl);
    const device = 'd'.repeat(43);
    const cookies = `${name}=${visitor.cookie(name) ?? ''}; ${formTokens.cookieName}=${device}`;
    return request(service.origin())
      .post(PATH)
      .set('Cookie', cookies)
      .set('Sec-Fetch-Site', 'same-origin')
      .accept('html')
      .field(FORM_TOKEN_FIELD, formTokens.tokenFor(device))
      .attach('file', bytes, 'ansatte.csv');
  }
  const uploaded = async (...lines: string[]) =>
    headerOf(await upload(bytesOf(...lines)), 'location');
  const known = async () =>
    (await service.stores.people.ofIssuer('fjordby', ISSUER))
      .filter(({ employments }) => employments.some(({ to }) => to === undefined))
      .map(({ subject }) => Number(subject))
      .sort((a, b) => a - b);
  async function approve(path: string, endings?: string) {
    const { text } = await visitor.get(path);
    const { action, fields } = formOn(text, '/apply');
    if (endings !== undefined) fields.set('endings', endings);
    return visitor.post(action, fields);
  }

  it('shows what a file would do, does exactly that, and forgets the file', async () => {
    const path = await uploaded(...some(1, 20), '21;Per;Uten;nowhere;Sykepleier;2020-01-01');
    ok(path);
    const shown = readable((await visitor.get(path)).text);
    match(shown, /20 nye, 0 endret, .* 1 avviste linjer/);
    match(shown, /Linje 22: ukjent enhetskode/);
    match(shown, /Nr1, Kåre \(1\) .*Sykepleier, Solbakken sykehjem: begynner 1\. mars 2020/);
    deepEqual(await known(), []);
    equal((await approve(path)).status, 303);
    equal((await known()).length, 20);
    const done = await visitor.get(path);
    match(readable(done.text), /HR-fil Utført/);
    ok(!hasForm(done.text, '/apply') && !done.text.includes('Kåre'));
    equal(
      await service.stores.hrImports.fileOf('fjordby', path.split('/').at(-1) ?? ''),
      undefined,
    );
    const actions = (await service.stores.audit.entriesOf('fjordby')).map(({ action }) => action);
    deepEqual(
      [actions.filter((one) => one === 'person.imported').length, actions.at(-1)],
      [20, 'hr-file.applied'],
    );
  });

  it('has nothing to do with the same file again', async () => {
    const path = await uploaded(...some(1, 20));
    match(readable((await visitor.get(path ?? '')).text), /Filen endrer ingenting/);
  });

  it('does nothing when something has changed since it was looked at, and shows the plan anew', async () => {
    const path = (await uploaded(line(1, 'Nytt'), ...some(2, 20))) ?? '';
    const { action, fields } = formOn((await visitor.get(path)).text, '/apply');
    const [one] = await service.stores.people.ofIssuer('fjordby', ISSUER);
    ok(one);
    await service.stores.people.put({
      ...one,
      subject: one.subject,
      email: 'x@y.no',
      familyName: 'Z',
    });
    const refused = await visitor.post(action, fields);
    equal(refused.status, 409);
    match(readable(refused.text), /Noe er endret siden du så planen/);
    equal((await approve(path)).status, 303);
  });

  it('asks for the number when more than one in ten would end', async () => {
    const path = (await uploaded(...some(1, 15))) ?? '';
    match(readable((await visitor.get(path)).text), /avsluttet 5 av 20 arbeidsforhold/);
    for (const wrong of ['', '4']) equal((await approve(path, wrong)).status, 409, wrong);
    equal((await known()).length, 20);
    equal((await approve(path, '5')).status, 303);
    equal((await known()).length, 15);
  });

  it('goes on with a file that stopped in the middle, when ten minutes have gone', async () => {
    const path = (await uploaded(...some(1, 16))) ?? '';
    const id = path.split('/').at(-1) ?? '';
    const { action, fields } = formOn((await visitor.get(path)).text, '/apply');
    ok(await service.stores.hrImports.claim('fjordby', id, service.now()));
    equal((await visitor.post(action, fields)).status, 409);
    service.pass(11);
    equal((await approve(path)).status, 303);
    equal((await known()).length, 16);
  });

  it('forgets what nobody decides, what is discarded and what a newer file replaces', async () => {
    const first = (await uploaded(...some(1, 17))) ?? '';
    const second = (await uploaded(...some(1, 18))) ?? '';
    match(readable((await visitor.get(first)).text), /Forkastet/);
    equal(locationOf(await visitor.post(`${second}/discard`)), second);
    equal((await visitor.post(`${second}/apply`, { digest: 'x' })).status, 409);
    const third = (await uploaded(...some(1, 18))) ?? '';
    service.pass(8 * 24 * 60);
    await service.stores.hrImports.removeExpired(service.now());
    visitor = await service.signedInAs(hr);
    match(readable((await visitor.get(third)).text), /Forkastet/);
  });

  it('says what is wrong with a file, and keeps nothing of it', async () => {
    const before = (await service.stores.hrImports.recent('fjordby', 100)).length;
    for (const [bytes, words] of [
      [Buffer.from('ansattnummer;fornavn\n1;Kåre'), /Filen mangler kolonner: family_name/],
      [Buffer.from(`${HEADER};personnummer\n${line(1)};x`), /kolonne med fødselsnummer/],
      [Buffer.from('PK\u0003\u0004broken'), /kan ikke leses/],
      [Buffer.from(''), /Velg en fil først|Filen er tom/],
    ] as const) {
      const refused = await upload(bytes);
      equal(refused.status, 422);
      match(readable(refused.text), words);
    }
    equal((await service.stores.hrImports.recent('fjordby', 100)).length, before);
  });

  describe('from a folder', () => {
    let root: string;
    before(async () => {
      root = await mkdtemp(join(tmpdir(), 'medsert-hr-'));
      await mkdir(join(root, 'fjordby'));
    });
    after(() => rm(root, { recursive: true }));

    const inside = (...path: string[]) => join(root, 'fjordby', ...path);
    async function put(name: string, bytes: Buffer, ageSeconds = 120) {
      await writeFile(inside(name), bytes);
      const at = new Date(service.now().getTime() - ageSeconds * 1000);
      await utimes(inside(name), at, at);
    }
    async function takeAll() {
      const { services, stores } = service;
      const { hr: use, hrFiles, ids } = services;
      await takeHrFiles({
        ...{ root, municipalities: stores.municipalities, imports: stores.hrImports, ...use },
        ...{ receive: hrFiles.decide.receive, clock: service.now, ids, log: silentLogger },
      })(new AbortController().signal);
    }
    const namesIn = async (place: string) =>
      (await readdir(inside(place)).catch(() => []))
        .map((name) => name.replace(/^\w+-/, ''))
        .sort();
    const left = async () => (await readdir(inside())).filter((name) => name.includes('.')).sort();

    const idOfWaiting = async () => {
      const recent = await service.stores.hrImports.recent('fjordby', 100);
      const waiting = recent.filter(({ state }) => state === 'waiting');
      equal(waiting.length, 1);
      return waiting[0]?.id ?? '';
    };

    it('takes what is whole and leaves what is still being written', async () => {
      await put('fresh.csv', bytesOf(...some(1, 17)), 10);
      await put('half.csv.part', bytesOf(...some(1, 17)));
      await put('all.csv', bytesOf(...some(1, 17), ';no number'));
      await takeAll();
      deepEqual(await left(), ['fresh.csv', 'half.csv.part']);
      deepEqual(await namesIn('done'), ['all.csv', 'all.csv.report.json']);
      const [report = ''] = (await readdir(inside('done'))).filter((name) =>
        name.endsWith('.json'),
      );
      const said = JSON.parse(await readFile(inside('done', report), 'utf8')) as object;
      deepEqual(
        { ...said, import: '', counts: { ...(said as { counts: object }).counts } },
        {
          file: 'all.csv',
          at: service.now().toISOString(),
          state: 'applied',
          import: '',
          counts: { new: 1, moved: 0, changed: 0, left: 0, unchanged: 16, refused: 1, ending: 0 },
          overtaken: 0,
          refused: [{ line: 19, problem: 'no-employee-id' }],
        },
      );
      await rm(inside('fresh.csv'));
    });

    it('puts away what cannot be read, and what is the same again does nothing', async () => {
      await put('b-broken.csv', Buffer.from('x;y\n1;2'));
      await put('a-same.csv', bytesOf(...some(1, 17)));
      await takeAll();
      deepEqual(
        await namesIn('failed'),
        ['broken.csv', 'broken.csv.report.json'].map((n) => `b-${n}`),
      );
      equal((await known()).length, 17);
      match(
        readable((await visitor.get(PATH)).text),
        /0 nye, 0 endret, 0 flyttet, 0 sluttet, 17 uendret/,
      );
    });

    it('waits with a large change until somebody says yes on the page, then puts it away', async () => {
      await put('small.csv', bytesOf(...some(1, 5)));
      await takeAll();
      await takeAll();
      deepEqual(await left(), ['half.csv.part', 'small.csv']);
      equal((await approve(`${PATH}/${await idOfWaiting()}`, '12')).status, 303);
      deepEqual(await known(), [1, 2, 3, 4, 5]);
      await takeAll();
      deepEqual(await left(), ['half.csv.part']);
      ok((await namesIn('done')).includes('small.csv'));
    });

    it('puts away what was discarded on the page', async () => {
      await put('tiny.csv', bytesOf(line(1)));
      await takeAll();
      await visitor.post(`${PATH}/${await idOfWaiting()}/discard`);
      await takeAll();
      ok((await namesIn('failed')).includes('tiny.csv'));
      deepEqual(await known(), [1, 2, 3, 4, 5]);
    });
  });
});
