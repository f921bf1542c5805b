import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { PARTS } from '../../server/privacy/personal-data.js';
import { inspectFile } from '../certification/external-tool.js';
import { readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';

describe('My data', () => {
  const service = useService();

  it('is everything about the person who is signed in, as one document, and nothing about others', async () => {
    const other = await service.candidate({ changes: { familyName: 'Annen' } });
    await handIn(service, await service.begin(other), 'right');
    const nurse = await service.candidate({ changes: { familyName: 'Egen' } });
    await handIn(service, await service.begin(nurse), 'right');
    await service.stores.audit.record({
      municipalityId: 'fjordby',
      actor: other.id,
      action: 'role.granted',
      subject: `person:${nurse.id}`,
      at: service.now(),
      aside: { personId: nurse.id, content: { reason: 'Vikar' } },
    });
    const visitor = await service.signedInAs(nurse);
    const { text, headers } = await visitor.get('/me/data.json');
    const data = JSON.parse(text) as Record<string, Record<string, unknown>[]>;

    match(String(headers['content-disposition']), /medsert-2026-11-02\.json/);
    deepEqual(Object.keys(data), [...PARTS]);
    equal(data['person']?.[0]?.['familyName'], 'Egen');
    equal((data['attempts']?.[0]?.['responses'] as unknown[]).length, 6);
    equal(data['certificates']?.length, 1);
    equal(data['courseSessions']?.length, 1);
    equal(data['sessions']?.length, 1);
    deepEqual(data['trailDetails'], [{ reason: 'Vikar' }]);
    const granted = data['trail']?.find(({ action }) => action === 'role.granted');
    equal(granted?.['byYou'], false);
    for (const secret of ['Annen', other.id, '"slots"', '"itemId"'])
      ok(!text.includes(secret), secret);
  });

  it('is a tagged PDF to read too, in the language of the person', async () => {
    const nurse = await service.candidate({ changes: { familyName: 'Lesar' } });
    await handIn(service, await service.begin(nurse), 'right');
    const visitor = await service.signedInAs(nurse);
    await visitor.get('/me?lng=nn');
    const answer = await visitor.get('/me/data.pdf').responseType('blob');
    match(String(answer.headers['content-disposition']), /medsert-2026-11-02\.pdf/);
    const bytes = answer.body as Buffer;
    const info = await inspectFile(bytes, 'pdfinfo', 'FILE');
    match(info, /Tagged: +yes/);
    const structure = await inspectFile(bytes, 'pdfinfo', '-struct', 'FILE');
    for (const element of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD'])
      match(structure, new RegExp(`^ +${element}\\b`, 'm'));
    ok(bytes.toString('latin1').includes('/Lang (nn-NO)'));
    const text = await inspectFile(bytes, 'pdftotext', '-layout', 'FILE', '-');
    match(text, /Mine data: Ingrid Lesar/);
    match(text, /levert\s+6\s+6/);
    match(text, /Side 1 av/);
  });

  it('is counted on a page, with why it is kept', async () => {
    const nurse = await service.candidate();
    const visitor = await service.signedInAs(nurse);
    const text = readable((await visitor.get('/me')).text);
    match(text, /Kurs 1 For å vise at du har tatt kurset/);
    match(text, /Prøveforsøk 0 For å avgjøre/);
  });
});
