import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { sjovik } from '../../server/demo/sjovik.js';
import { runTool } from '../certification/external-tool.js';
import { fillResponse, leave, picture, useBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useRunningService, type RunningService } from '../support/running-service.js';
import { inFjordby, inSjovik, PROGRAMME } from './demo-person.js';
import { useRecords, type Records } from './records.js';
import { attemptIdOf, handIn, respond, saveAll, signIn, startExam, untilSaved } from './steps.js';

const main = (page: Page) => page.locator('main');
const textOf = async (page: Page): Promise<string> => main(page).innerText();
const heading = (page: Page) => main(page).getByRole('heading', { level: 1 });

describe('the main job', () => {
  const service = useRunningService();
  const records = useRecords(service);
  describe('from the first login to the table of the unit head', () => {
    inNorwegian(service, records);
  });
  describe('in Swedish, with the rules of the Swedish municipality', () => {
    inSwedish(service, records);
  });
});

function inNorwegian(service: RunningService, records: () => Records): void {
  const { newPhone, newDesktop } = useBrowser();
  const ingrid = inFjordby('ingrid.haugland');
  let page: Page;
  let attemptId: string;
  let file: string;
  let code: string;

  before(async () => {
    page = await newPhone();
    file = join(service.dataDir, 'certificate.pdf');
  });

  it('1: signs in by the login service of the municipality', async () => {
    await page.goto(service.url);
    equal(await heading(page).textContent(), 'Logg inn');
    await main(page).getByRole('link', { name: 'Fjordby kommune' }).click();
    await page.getByRole('button', { name: `Logg inn som ${ingrid.name}` }).click();
    await page.waitForURL(`${service.url}/`);
    match(await page.locator('header').innerText(), /Ingrid Haugland/);
  });

  it('2: is told at home where one is, what is next and why, with one button', async () => {
    const text = await textOf(page);
    match(text, /Ikke startet/);
    match(text, /Neste: ta e-læringskurset\. Prøven åpner når alle leksjonene er bestått\./);
    match(text, /Hvorfor: Alle som håndterer legemidler .* Sykepleier i Solbakken, 1\. etasje/);
    deepEqual(await main(page).locator('.ds-button').allTextContents(), ['Begynn på kurset']);
    await picture(page, 'home-new');
  });

  it('4: finds the exam locked before the course is completed, on the page and in the API', async () => {
    await page.goto(`${service.url}/programmes/${PROGRAMME}/exam`);
    const text = await textOf(page);
    match(text, /Prøven er ikke åpen for deg ennå/);
    match(text, /Kurset må være fullført først\. 11 leksjoner er igjen\./);
    equal(await main(page).getByRole('button', { name: 'Start prøven nå' }).count(), 0);
    const refused = await page.request.post(`${service.url}/programmes/${PROGRAMME}/exam`, {
      headers: { accept: 'application/json', origin: service.url },
      data: {},
    });
    equal(refused.status(), 409);
    deepEqual(await refused.json(), {
      started: false,
      reasons: [{ code: 'course-not-completed', lessonsLeft: 11 }],
    });
    await leave(page, () => main(page).getByRole('link', { name: 'Til kurset' }).click());
  });

  const lessonIdOf = (): string => /\/lessons\/([a-z-]+)/.exec(page.url())?.[1] ?? '';

  async function handInCheck(which: 'right' | 'wrong'): Promise<void> {
    const questions = await records().checkOf(ingrid, lessonIdOf());
    for (const [position, question] of questions.entries())
      await fillResponse(page, position, position === 0 ? question[which] : question.right);
    await Promise.all([
      page.waitForEvent('load'),
      main(page).getByRole('button', { name: 'Sjekk svarene' }).click(),
    ]);
  }

  it('3: reads a lesson, checks oneself, and is told why a response is wrong', async () => {
    await leave(page, () => main(page).getByRole('link', { name: 'Begynn på kurset' }).click());
    equal(lessonIdOf(), 'law');
    ok((await main(page).locator('.prose').innerText()).split(/\s+/).length > 350);
    await main(page).locator('.figure img').first().scrollIntoViewIfNeeded();
    await eventually(async () => {
      ok(await page.evaluate("document.querySelector('.figure img').naturalWidth > 0"));
    });
    await page.evaluate('scrollTo(0, 0)');
    await picture(page, 'lesson');
    await handInCheck('wrong');
    const text = await textOf(page);
    match(text, /1 svar er ikke riktig ennå\. Les forklaringen og prøv igjen\./);
    const first = main(page).locator('form .stack-tight').first();
    match(await first.innerText(), /Ikke riktig ennå\. \S.{30,}/s);
    equal(
      await main(page)
        .getByRole('link', { name: /Neste leksjon/ })
        .count(),
      0,
    );
  });

  it('3: completes all eleven lessons, stopping after five and going on where one stopped', async () => {
    for (const [index, lesson] of records().course.lessons.entries()) {
      if (index === 5) {
        await page.goto(service.url);
        match(await textOf(page), /Neste: gjør ferdig kurset\. 6 leksjoner er igjen\./);
        await leave(page, () => main(page).locator('.ds-button').click());
        match(await textOf(page), /5 av 11 leksjoner er bestått/);
        await leave(page, () => main(page).locator('.ds-button').click());
      }
      equal(lessonIdOf(), lesson.id);
      await handInCheck('right');
      match(await textOf(page), /Alle svarene er riktige/);
      await leave(page, () => main(page).locator('[role=status] .ds-button').click());
    }
  });

  it('4: finds the exam open, and is told what comes', async () => {
    equal(new URL(page.url()).pathname, `/programmes/${PROGRAMME}/exam`);
    const text = await textOf(page);
    match(text, /40 oppgaver, 60 minutter/);
    match(text, /Minst 34 av 40 riktige \(85 %\)/);
    match(text, /Du har 3 forsøk igjen/);
    await picture(page, 'exam-start');
    await page.goto(service.url);
    match(await textOf(page), /Klar for prøven/);
  });

  it('5: starts, responds, flags an item and moves about by the navigator', async () => {
    attemptId = await startExam(page, service);
    equal(await heading(page).textContent(), 'Oppgave 1 av 40');
    match(await page.locator('[data-time-left]').innerText(), /^(59|60) minutter$/);
    const [first, second] = await records().slotsOf(attemptId);
    ok(first && second);
    await fillResponse(page, 0, first.wrong);
    await untilSaved(page);
    await respond(page, 0, first.right);
    await page.getByLabel('Marker oppgaven, så jeg kan se på den igjen').check();
    await untilSaved(page);
    await picture(page, 'exam-page');
    await respond(page, 1, second.right);
    const navigator = page.locator('.navigator');
    equal(await navigator.getByRole('link').count(), 40);
    await leave(page, () => navigator.getByLabel('Oppgave 2, besvart, markert').click());
    ok(page.url().endsWith('/pages/2'));
    ok(await page.getByLabel('Marker oppgaven, så jeg kan se på den igjen').isChecked());
    await leave(page, () => page.getByRole('button', { name: 'Forrige' }).click());
    ok(page.url().endsWith('/pages/1'));
  });

  it('5: is led to what is missing by the review, and hands in 40 right responses', async () => {
    const slots = await records().slotsOf(attemptId);
    await page.getByRole('link', { name: 'Se over og lever' }).click();
    await page.waitForURL('**/review');
    match(await textOf(page), /38 oppgaver er ikke besvart/);
    match(await textOf(page), /1 oppgave er markert/);
    await leave(page, () => main(page).locator('.ds-list a').first().click());
    for (const { number, right } of slots.slice(2)) {
      equal(new URL(page.url()).pathname, `/attempts/${attemptId}/pages/${number + 1}`);
      await respond(page, number, right);
    }
    ok(page.url().endsWith('/review'));
    match(await textOf(page), /Alle oppgavene er besvart/);
    await picture(page, 'review');
    await handIn(page);
  });

  it('6: has passed, and sees the result section by section', async () => {
    equal(await heading(page).textContent(), 'Bestått – 40 av 40 riktige');
    const rows = await main(page).locator('tbody tr').allInnerTexts();
    equal(rows.length, 11);
    match(rows.join('\n'), /Legemiddelregning.*4 av 4/s);
    await picture(page, 'result');
    const { state, result } = await records().attempt(attemptId);
    deepEqual([state, result?.passed, result?.right], ['submitted', true, 40]);
  });

  it('7: downloads a certificate that other people’s tools find validly sealed', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      main(page).getByRole('link', { name: 'Last ned sertifikatet (PDF)' }).click(),
    ]);
    match(download.suggestedFilename(), /^sertifikat-[0-9a-f]{8}\.pdf$/);
    await download.saveAs(file);
    match(runTool('pdfsig', [file]), /Signature is Valid/);
    const [certificate] = await records().certificatesOf(ingrid);
    code = certificate?.record.code ?? '';
    const text = runTool('pdftotext', ['-layout', file, '-']);
    for (const printed of [ingrid.name, 'Fjordby kommune', code])
      ok(text.includes(printed), printed);
    const folder = process.env['SCREENSHOTS'];
    if (folder)
      runTool('pdftoppm', ['-png', '-r', '80', '-singlefile', file, join(folder, 'certificate')]);
  });

  it('7: is told by `medsert verify` that the file is genuine, and altered with one byte flipped', async () => {
    const genuine = service.medsert('verify', file);
    match(genuine.output, /Genuine: sealed by us and unaltered\./);
    equal(genuine.exitCode, 0);
    const altered = join(service.dataDir, 'altered.pdf');
    await writeFile(altered, flipped(await readFile(file)));
    const refused = service.medsert('verify', altered);
    match(refused.output, /Altered: it bears the seal/);
    equal(refused.exitCode, 1);
  });

  it('7: shows a stranger with the code that it is valid, and little else', async () => {
    const stranger = await newPhone();
    await stranger.goto(`${service.url}/v`);
    await stranger.getByLabel('Kode').fill(code.toLowerCase().replaceAll('-', ''));
    await leave(stranger, () => stranger.getByRole('button', { name: 'Kontroller' }).click());
    const text = await textOf(stranger);
    match(text, /Sertifikatet er gyldig/);
    ok(!text.includes(ingrid.familyName));
    await stranger.getByLabel('Etternavn').fill(ingrid.familyName);
    await Promise.all([
      stranger.waitForEvent('load'),
      stranger.getByRole('button', { name: 'Vis hele navnet' }).click(),
    ]);
    ok((await textOf(stranger)).includes(ingrid.name));
    await stranger.goto(`${service.url}/v/${code}`);
    await picture(stranger, 'verify');
  });

  it('7: checks a file where one drops it, and refuses one with a byte flipped', async () => {
    const stranger = await newDesktop();
    await stranger.goto(`${service.url}/verify`);
    const check = async (name: string, answer: string): Promise<void> => {
      await stranger.locator('input[type=file]').setInputFiles(join(service.dataDir, name));
      await stranger.getByRole('button', { name: 'Kontroller filen' }).click();
      await stranger
        .locator('[data-answer]:focus')
        .getByRole('heading', { name: answer })
        .waitFor();
    };
    await check('certificate.pdf', 'Ekte og gyldig');
    ok((await textOf(stranger)).includes(ingrid.name));
    await picture(stranger, 'verify-file');
    await check('altered.pdf', 'Filen er endret');
  });

  it('2: sees at home that nothing is to be done, and until when the certificate is valid', async () => {
    await page.goto(service.url);
    const text = await textOf(page);
    match(text, /Gyldig til \d+\. [a-z]+ \d{4}/);
    match(text, /Du trenger ikke gjøre noe nå\. Du kan fornye fra /);
    await picture(page, 'home');
    await page.goto(`${service.url}/programmes/${PROGRAMME}/exam`);
    match(await textOf(page), /Sertifikatet ditt gjelder til/);
  });

  it('8: has written the reminders that are due, for the outbox of the demo', async () => {
    const kari = await newPhone();
    await signIn(kari, service, inFjordby('kari.nygard'));
    await eventually(async () => {
      await kari.goto(`${service.url}/outbox`);
      ok((await main(kari).locator('tbody tr').count()) >= 5);
    });
    const subjects = (await main(kari).locator('tbody tr').allInnerTexts()).join('\n');
    match(subjects, /Sertifikatet ditt går ut .*tor\.brathen@fjordby\.invalid/s);
    ok(!subjects.includes('sjovik.invalid'));
    await picture(kari, 'outbox');
    await leave(kari, () => main(kari).locator('tbody a').first().click());
    match(await textOf(kari), /Denne e-posten er sendt automatisk/);
  });

  it('9: shows the unit head the own unit with the new certificate, expired first', async () => {
    const kari = await newDesktop();
    await signIn(kari, service, inFjordby('kari.nygard'));
    await leave(kari, () => kari.getByRole('link', { name: 'Oversikt' }).click());
    const rows = await main(kari).locator('tbody tr').allInnerTexts();
    match(rows[0] ?? '', /Oleksandra Shevchuk.*Utløpt/s);
    match(
      rows.find((row) => row.startsWith(ingrid.name)) ?? '',
      /Gyldig.*Sykepleier.*Solbakken, 1\. etasje/s,
    );
    ok(!rows.join('\n').includes('Jonas Ødegård'), 'works elsewhere');
    await picture(kari, 'oversight');
    await kari.goto(`${service.url}/oversight?status=valid&q=haugland`);
    equal(await main(kari).locator('tbody tr').count(), 1);
  });

  it('9: shows HR the whole municipality, as a table and as CSV for Nordic Excel, and nobody of the other', async () => {
    const per = await newDesktop();
    await signIn(per, service, inFjordby('per.lie'));
    await per.goto(`${service.url}/oversight`);
    const table = await textOf(per);
    const [download] = await Promise.all([
      per.waitForEvent('download'),
      main(per).getByRole('link', { name: 'Last ned som CSV' }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    ok(csv.startsWith('\uFEFFEtternavn;Fornavn;'));
    match(
      csv,
      /^Haugland;Ingrid;Sykepleier;"?Solbakken, 1\. etasje"?;Legemiddelhåndtering;Gyldig;\d{4}-\d\d-\d\d;/m,
    );
    ok(table.includes('Jonas Ødegård') && csv.includes('Ødegård;Jonas;'));
    for (const { familyName, givenName } of sjovik.people) {
      ok(!table.includes(`${givenName} ${familyName}`));
      ok(!csv.includes(`${familyName};${givenName}`));
    }
    const theirs = await records().certificatesOf(inSjovik('maja.lindqvist'));
    const address = `${service.url}/certificates/${theirs[0]?.record.id ?? ''}/pdf`;
    equal((await per.request.get(address)).status(), 404);
  });
}

function inSwedish(service: RunningService, records: () => Records): void {
  const { newPhone } = useBrowser();
  const birgitta = inSjovik('birgitta.ohman');

  it('goes from the login to a certificate that is valid for one year', async () => {
    const page = await newPhone({ locale: 'sv-SE' });
    await page.goto(service.url);
    equal(await heading(page).textContent(), 'Logga in');
    await main(page).getByRole('link', { name: 'Sjövik kommun' }).click();
    await page.getByRole('button', { name: `Logga in som ${birgitta.name}` }).click();
    await page.waitForURL(`${service.url}/`);
    equal(await page.locator('html').getAttribute('lang'), 'sv');
    await leave(page, () => main(page).locator('.ds-button').click());
    match(await textOf(page), /Du har 2 försök kvar\. Mellan två försök går det minst 48 timmar\./);
    await leave(page, () => page.getByRole('button', { name: 'Starta provet nu' }).click());
    const attemptId = attemptIdOf(page);
    equal(await heading(page).textContent(), 'Uppgift 1 av 40');
    const slots = await records().slotsOf(attemptId);
    await saveAll(page, service, attemptId, slots.slice(3));
    for (const { number, right } of slots.slice(0, 3)) await respond(page, number, right);
    await leave(page, () => page.getByRole('link', { name: 'Gå igenom och lämna in' }).click());
    match(await textOf(page), /Alla uppgifter är besvarade/);
    await handIn(page);
    equal(await heading(page).textContent(), 'Godkänt – 40 av 40 rätt');
    await leave(page, () => main(page).getByRole('link', { name: 'Se hur andra ser det' }).click());
    match(await textOf(page), /Certifikatet är giltigt/);
    const [certificate] = await records().certificatesOf(birgitta);
    const { examDate = '', validTo = '', locale } = certificate?.record ?? {};
    equal(Number(validTo.slice(0, 4)) - Number(examDate.slice(0, 4)), 1);
    equal(locale, 'sv');
  });
}

/** One bit of one byte, well inside the file. */
function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const middle = Math.floor(bytes.length / 2);
  changed[middle] = (bytes[middle] ?? 0) ^ 1;
  return changed;
}
