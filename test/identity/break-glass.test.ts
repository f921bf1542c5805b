import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { TOTP, URI } from 'otpauth';
import {
  breakGlassCreateCommand,
  breakGlassEndCommand,
  breakGlassListCommand,
} from '../../server/cli/break-glass.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { demoIdentityProviderSettings } from '../../server/identity/demo-identity-provider.js';
import { sessionCookie } from '../../server/identity/cookies.js';
import {
  asTyped,
  breakGlassTimes,
  lastDayOfAccount,
} from '../../server/identity/break-glass/break-glass.rules.js';
import {
  codeSecretBox,
  digestOf,
  isPassphrase,
  newCodeSecret,
  newPassphrase,
  stepOfCode,
} from '../../server/identity/break-glass/break-glass-secrets.js';
import { tellAdministrators } from '../../server/identity/break-glass/tell-administrators.js';
import { timesWhenSeen } from '../../server/identity/session.rules.js';
import { runCommand } from '../cli/a-print.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aMunicipality } from '../support/some-staff.js';
import { locationOf } from '../support/visitor.js';

describe('break-glass: rules and secrets', () => {
  const now = new Date('2026-11-02T08:00:00Z');
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  it('lasts half an hour from the login, whatever is done', () => {
    const times = breakGlassTimes(now, false);
    deepEqual(times.expiresAt, later(30));
    deepEqual(timesWhenSeen(times, later(20))?.expiresAt, later(30));
  });

  it('is for a year at most, and not for days that are over', () => {
    const today = plainDate('2026-11-02');
    deepEqual(lastDayOfAccount(today), { lastDay: '2027-11-02' });
    deepEqual(lastDayOfAccount(today, today), { lastDay: today });
    deepEqual(lastDayOfAccount(today, plainDate('2027-11-03')), { refused: 'too-late' });
    deepEqual(lastDayOfAccount(today, plainDate('2026-11-01')), { refused: 'past' });
  });

  it('has passphrases of 150 bits that are read off paper as they come', async () => {
    const passphrase = newPassphrase();
    match(passphrase, /^([0-9a-hjkmnp-tv-z]{5}-){5}[0-9a-hjkmnp-tv-z]{5}$/);
    notEqual(newPassphrase(), passphrase);
    equal(asTyped('  ABO1I-l '), 'ab0111');
    const kept = await digestOf('abcde-12345');
    equal(await isPassphrase('ABCDE I2345', kept), true);
    equal(await isPassphrase('abcde-12346', kept), false);
    ok(!JSON.stringify(kept).includes('abcde'));
    notEqual((await digestOf('abcde-12345')).digest, kept.digest);
  });

  it('takes the codes of RFC 6238, of this step and its neighbours', () => {
    // Appendix B, SHA-1: the last six of eight digits, and the secret "12345678901234567890".
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const) {
      const step = Math.floor(seconds / 30);
      for (const [off, found] of [
        [-60, undefined],
        [-30, step],
        [0, step],
        [30, step],
        [60, undefined],
      ] as const)
        equal(stepOfCode(code, secret, new Date((seconds + off) * 1000)), found, `${code} ${off}`);
    }
    equal(stepOfCode('287 082', secret, new Date(59_000)), 1);
    for (const wrong of ['', '28708', '2870820', '287083', 'x'])
      equal(stepOfCode(wrong, secret, new Date(59_000)), undefined, wrong);
  });

  it('keeps the secret of the app under the service’s key, for its account only', () => {
    const box = codeSecretBox('a secret of the service, 32 characters');
    const secret = newCodeSecret();
    const sealed = box.seal(secret, 'one');
    equal(secret.length, 32);
    equal(box.open(sealed, 'one'), secret);
    equal(box.open(sealed, 'other'), undefined);
    equal(codeSecretBox('another secret of the service, 32 ch').open(sealed, 'one'), undefined);
    const bytes = Buffer.from(sealed, 'base64');
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    equal(box.open(bytes.toString('base64'), 'one'), undefined);
    equal(box.open('', 'one'), undefined);
    ok(!sealed.includes(secret));
  });
});

describe('break-glass', () => {
  const service = useService();
  const PATH = '/m/fjordby/break-glass';
  interface Made {
    readonly id: string;
    readonly userName: string;
    readonly passphrase: string;
    readonly codeAddress: string;
    readonly lastDay: string;
    readonly address: string;
  }

  const open = () =>
    Promise.resolve({
      publicUrl: 'https://medsert.example',
      municipalities: service.stores.municipalities,
      accounts: service.services.breakGlassAccounts,
      close: () => Promise.resolve(),
    });
  const create = (options: Readonly<Record<string, string>> = {}) =>
    runCommand(breakGlassCreateCommand(open), {
      ...{ municipality: 'fjordby', name: 'The safe' },
      ...options,
    });
  const anAccount = async (): Promise<Made> => (await create()).documents[0] as Made;
  const codeOf = ({ codeAddress }: Made): string =>
    (URI.parse(codeAddress) as TOTP).generate({ timestamp: service.now().getTime() });
  const typed = (made: Made) => ({
    userName: made.userName,
    passphrase: made.passphrase,
    code: codeOf(made),
  });
  const trail = async (action: string) =>
    service.stores.audit.search({ municipalityId: 'fjordby', action }, 100);

  it('is made on the command line and shown once, with a picture for the app', async () => {
    const { exitCode, lines, documents } = await create({ until: '2027-01-31' });
    const made = documents[0] as Made;
    deepEqual([exitCode, made.lastDay], [0, '2027-01-31']);
    const shown = lines.join('\n');
    for (const part of [made.userName, made.passphrase, made.codeAddress, `medsert.example${PATH}`])
      ok(shown.includes(part), part);
    match(made.codeAddress, /^otpauth:\/\/totp\/Medsert.*&secret=[A-Z2-7]{32}&/);
    match(shown, /[▄▀█]{5}/);
    const kept = JSON.stringify(await service.stores.breakGlassAccounts.allOf('fjordby'));
    const secret = (URI.parse(made.codeAddress) as TOTP).secret.base32;
    for (const hidden of [made.passphrase, secret]) ok(!kept.includes(hidden));
    const listed = await runCommand(breakGlassListCommand(open), { municipality: 'fjordby' });
    match(listed.lines.join(), /The safe: until 2027-01-31, never used/);
    ok(!JSON.stringify(listed.documents).includes('digest'));
  });

  it('is refused on the command line for too long, without a name, elsewhere', async () => {
    for (const [until, why] of [
      ['2027-11-03', /a year at most/],
      ['2026-11-01', /is over/],
      ['soon', /no date such as/],
    ] as const)
      await rejects(create({ until }), why);
    await rejects(create({ municipality: 'nowhere' }), /no municipality nowhere/);
    equal((await create({ name: '' })).exitCode, 2);
    equal((await create({ password: 'x' })).exitCode, 2);
  });

  it('opens the login service and people’s roles for half an hour; the trail and every administrator know', async () => {
    const administrator = await service.person({
      jobRole: 'office',
      roles: [{ role: 'administrator' }],
      changes: { email: 'astrid@fjordby.example' },
    });
    const nurse = await service.person({ changes: { email: 'nurse@fjordby.example' } });
    const made = await anAccount();
    const visitor = service.anyone();
    match(plainText((await visitor.get(PATH)).text), /Nødadgang/);
    const answer = await visitor.post(PATH, typed(made));
    equal(locationOf(answer), '/administration');
    const page = await visitor.get('/administration');
    match(plainText(page.text), /Personer|Folk|Ansatte/);
    ok(!page.text.includes('/administration/units'));

    const actor = `break-glass:${made.id}`;
    deepEqual(
      (await trail('break-glass.used')).map((entry) => [entry.actor, entry.subject]),
      [[actor, actor]],
    );
    const mails = (await service.services.outbox?.outbox.list('fjordby')) ?? [];
    deepEqual(
      mails.map(({ to }) => to),
      [administrator.email],
    );

    const role = { role: 'administrator', unitId: '', from: '2026-11-02', to: '' };
    const granted = await visitor.post(`/administration/people/${nurse.id}/roles`, role);
    equal(granted.status, 303);
    deepEqual(
      (await trail('role.granted')).map((entry) => entry.actor),
      [actor],
    );

    service.at('2026-11-02T08:29:00Z');
    equal((await visitor.get('/administration/people')).status, 200);
    service.at('2026-11-02T08:30:00Z');
    equal((await visitor.get('/administration/people')).status, 302);
  });

  it('takes a code once, also when it comes twice at a time', async () => {
    const made = await anAccount();
    const fields = typed(made);
    const answers = await Promise.all([1, 2].map(() => service.anyone().post(PATH, fields)));
    deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
    service.at('2026-11-02T08:00:31Z');
    equal((await service.anyone().post(PATH, fields)).status, 422);
    equal((await service.anyone().post(PATH, typed(made))).status, 303);
  });

  it('says the same whatever is wrong, keeps nothing of it, and gives no session', async () => {
    const made = await anAccount();
    const right = typed(made);
    const { name } = sessionCookie(service.services.config.publicUrl);
    const before = (await trail('break-glass.refused')).length;
    const pages: string[] = [];
    for (const wrong of [
      { passphrase: 'not-this-one' },
      { code: '000000' },
      { userName: 'bg-nobody' },
      { userName: 'x'.repeat(200) },
    ]) {
      const visitor = service.anyone();
      const answer = await visitor.post(PATH, { ...right, ...wrong });
      equal(answer.status, 422);
      equal(visitor.cookie(name), undefined);
      pages.push(plainText(answer.text));
    }
    deepEqual([...new Set(pages)].length, 1);
    match(pages[0] ?? '', /Du er ikke logget inn/);
    const refused = (await trail('break-glass.refused')).slice(0, 4);
    equal((await trail('break-glass.refused')).length, before + 4);
    ok(!JSON.stringify(refused).includes(made.userName));
    // A wrong passphrase has not used the code up.
    equal((await service.anyone().post(PATH, right)).status, 303);
    // It is of this municipality only.
    const { municipality } = await service.place({});
    service.at('2026-11-02T08:01:00Z');
    const elsewhere = `/m/${municipality.slug}/break-glass`;
    equal((await service.anyone().post(elsewhere, typed(made))).status, 422);
  });

  it('lets nobody in after five failures within the hour, whoever asks', async () => {
    const made = await anAccount();
    for (let tries = 0; tries < 5; tries += 1)
      equal((await service.anyone().post(PATH, { ...typed(made), passphrase: 'x' })).status, 422);
    equal((await service.anyone().post(PATH, typed(made))).status, 422);
    deepEqual((await trail('break-glass.refused'))[0]?.details, { code: 'too-many' });
    service.at('2026-11-02T09:00:01Z');
    equal((await service.anyone().post(PATH, typed(made))).status, 303);
  });

  it('ends on the command line at once, also where it is logged in; and after its last day', async () => {
    service.at('2026-11-02T11:00:00Z');
    const made = await anAccount();
    const visitor = service.anyone();
    equal((await visitor.post(PATH, typed(made))).status, 303);
    equal((await runCommand(breakGlassEndCommand(open), { id: made.id })).exitCode, 0);
    equal((await visitor.get('/administration')).status, 302);
    service.at('2026-11-02T11:01:00Z');
    equal((await service.anyone().post(PATH, typed(made))).status, 422);
    await rejects(runCommand(breakGlassEndCommand(open), { id: made.id }), /no account/);

    const short = (await create({ until: '2026-11-02' })).documents[0] as Made;
    const late = service.anyone();
    // Eleven at night in Oslo, and half an hour into the next day.
    service.at('2026-11-02T22:45:00Z');
    equal((await late.post(PATH, typed(short))).status, 303);
    service.at('2026-11-02T23:05:00Z');
    equal((await late.get('/administration')).status, 302);
    equal((await service.anyone().post(PATH, typed(short))).status, 422);
  });

  it('lets in also when no mail can be sent, and says so in the log', async () => {
    const errors: string[] = [];
    const tell = tellAdministrators({
      people: service.stores.people,
      mailer: { send: () => Promise.reject(new Error('no server')) },
      texts: service.services.texts,
      publicUrl: 'https://medsert.example',
      clock: service.now,
      ids: () => 'id',
      log: { error: (...said: unknown[]) => void errors.push(String(said[1])) },
    });
    const made = await anAccount();
    const account = await service.stores.breakGlassAccounts.findByUserName(
      'fjordby',
      made.userName,
    );
    ok(account);
    await tell(aMunicipality(), account);
    match(errors.join(), /was not told/);
  });

  it('is named on the page of a refused login only', async () => {
    const { config, stores } = service.services;
    const attributes = { subject: ['uid'], givenName: ['a'], familyName: ['b'], email: [] };
    const settings = ['http://localhost:3001', 'fjordby', config.samlKey, attributes] as const;
    await stores.identityProviders.put('fjordby', demoIdentityProviderSettings(...settings));
    const refused = await service.anyone().post('/m/fjordby/saml/acs', {});
    deepEqual([refused.status, refused.text.includes(`href="${PATH}"`)], [403, true]);
    ok(!(await service.anyone().get('/')).text.includes('break-glass'));
    equal((await service.anyone().get('/m/nowhere/break-glass')).status, 404);
  });
});
