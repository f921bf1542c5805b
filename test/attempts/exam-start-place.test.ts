import { equal, match, ok } from 'node:assert/strict';
import {
  configKey,
  configKeyHash,
  sebSettings,
} from '../../server/attempts/safe-browser/safe-browser.rules.js';
import type { ProgrammeRules } from '../../server/exams/programme.js';
import type { Person } from '../../server/organisation/person.js';
import { hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { aSave } from '../support/sitting.js';
import { locationOf } from '../support/visitor.js';

const EXAM = `/programmes/${PROGRAMME}/exam`;

describe('where an exam may be started', () => {
  const service = useService();
  let ward: string;
  const place = async (rules: Partial<ProgrammeRules>): Promise<string> =>
    (await service.place({ rules, items: { law: 2 } })).municipality.id;
  const candidate = (): Promise<Person> => service.candidate({ municipalityId: ward });

  it('is Safe Exam Browser, where the programme wants it: there it begins and shows items, and saves are taken from any', async () => {
    ward = await place({ supervision: { interruptions: false, safeBrowser: true } });
    const { publicUrl } = service.services.config;
    const nurse = await candidate();
    const visitor = await service.signedInAs(nurse);
    const page = await visitor.get(EXAM);
    const link = `${publicUrl.replace('http', 'seb')}/m/${ward}/programmes/${PROGRAMME}/exam.seb`;
    match(readable(page.text), /Du er i en annen nettleser/);
    ok(page.text.includes(`href="${link}"`) && !hasForm(page.text, '/exam'));
    equal(locationOf(await visitor.post(EXAM)), EXAM);
    const path = `/m/${ward}/programmes/${PROGRAMME}/exam.seb`;
    const file = await service.anyone().get(path).responseType('blob');
    equal(file.status, 200);
    const key = configKey(sebSettings(`${publicUrl}${EXAM}`));
    ok((file.body as Buffer).toString().includes(`<string>${publicUrl}${EXAM}</string>`));
    const HEADER = 'X-SafeExamBrowser-ConfigKeyHash';
    const hash = (path: string): string => configKeyHash(`${publicUrl}${path}`, key);
    ok(hasForm((await visitor.get(EXAM).set(HEADER, hash(EXAM))).text, '/exam'));
    const begun = locationOf(await visitor.post(EXAM).set(HEADER, hash(EXAM)));
    match(begun, /^\/attempts\//);
    equal((await visitor.get(begun).set(HEADER, hash(begun))).status, 200);
    equal(locationOf(await visitor.get(begun)), EXAM);
    equal(locationOf(await visitor.get(begun).set(HEADER, hash(EXAM))), EXAM);
    ok((await visitor.get(EXAM)).text.includes(`href="${link}"`));
    const saved = await visitor.put(begun.replace('pages/1', 'responses'), { saves: [aSave(0)] });
    equal(saved.status, 200);
  });

  it('is a network, where the programme names some: said with the way out, and gone on with anywhere', async () => {
    const from = (networks: string[]) => ({ supervision: { interruptions: false, networks } });
    ward = await place(from(['10.20.0.0/16', '2001:db8::/32']));
    const nurse = await candidate();
    const visitor = await service.signedInAs(nurse);
    const page = await visitor.get(EXAM);
    match(readable(page.text), /fra nettet på arbeidsplassen.*127\.0\.0\.1.*last siden på nytt/);
    ok(!hasForm(page.text, '/exam'));
    equal(locationOf(await visitor.post(EXAM)), EXAM);
    const command = { municipalityId: ward, personId: nurse.id, programmeId: PROGRAMME };
    const startFrom = (address: string) =>
      service.services.examStart.start({ ...command, locale: 'nb', address });
    equal((await startFrom('10.21.0.1')).started, false);
    equal((await startFrom('::ffff:10.20.0.1')).started, true);
    match(locationOf(await visitor.post(EXAM)), /^\/attempts\//, 'goes on from another network');
    ward = await place(from(['127.0.0.0/8', '::1']));
    const there = await service.signedInAs(await candidate());
    match(locationOf(await there.post(EXAM)), /^\/attempts\//);
  });
});
