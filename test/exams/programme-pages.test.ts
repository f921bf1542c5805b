import assert from 'node:assert/strict';
import { headingOf, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

describe('the pages of programmes', () => {
  const service = useService();
  const page = `/administration/programmes/${PROGRAMME}`;
  let author: Visitor;

  beforeEach(async () => {
    author = await service.signedInAs(await service.person({ roles: [{ role: 'examAuthor' }] }));
  });
  const read = async (path: string): Promise<string> => readable((await author.get(path)).text);

  it('are linked where those who make exams look, and list what the municipality certifies', async () => {
    assert.match((await author.get('/')).text, /href="\/administration\/programmes"/);
    assert.match(await read('/administration/programmes'), /6 oppgaver på 60 minutter, grense 85/);
  });

  it('show the version in force with its rules, and how well it decides', async () => {
    const text = await read(page);
    assert.match(text, /Versjon 1 gjelder nå/);
    assert.match(text, /Går opp: alle kan få en prøve med 6 oppgaver/);
    assert.match(text, /Av 100 som mestrer 90\s%, stryker omtrent \d+ likevel/);
    assert.match(text, /Talt i 1000 prøvetrekninger/);
    assert.match(text, /Gyldighet .* Sertifikatet gjelder i 24 måneder/);
  });

  it('tell an auditor the rules, but not which items are drawn how often', async () => {
    const auditor = await service.signedInAs(
      await service.person({ roles: [{ role: 'auditor' }] }),
    );
    const text = readable((await auditor.get(page)).text);
    assert.match(text, /Versjon 1 gjelder nå/);
    assert.doesNotMatch(text, /Oftest trukket/);
  });

  it('show ten forms as candidates would meet them, always the same', async () => {
    const second = (await author.get(`${page}/forms?form=2`)).text;
    assert.match(headingOf(second), /^Prøve 2 av 10/);
    assert.equal(second.match(/class="item /g)?.length, 6);
    assert.equal((await author.get(`${page}/forms?form=2`)).text, second);
    assert.notEqual((await author.get(`${page}/forms?form=3`)).text, second);
    assert.match(headingOf((await author.get(`${page}/forms?form=99`)).text), /^Prøve 1 av 10/);
  });

  it('are not found for what there is not', async () => {
    await author.get('/administration/programmes/none').expect(404);
    await author.get(`${page}/versions/9`).expect(404);
    await author.get(`${page}/forms?version=9`).expect(404);
  });
});
