import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { plainDate } from '../../server/platform/plain-date.js';
import { aPerson } from './a-care-service.js';
import {
  AT_SOLBAKKEN,
  headOfGroundFloor,
  headOfSolbakken,
  hr,
  IN_FJORDBY,
  nurse,
  ON_GROUND_FLOOR,
} from './two-municipalities.js';
import { seen, useOversight } from './use-oversight.js';

describe('Who sees whom in the oversight', () => {
  const { stores, get, page } = useOversight();

  it('HR sees the whole municipality, expired first', async () => {
    const { heading, names } = await page(hr);
    equal(heading, 'Fjordby kommune – sertifikater');
    deepEqual(names, IN_FJORDBY);
  });

  it('a unit head sees the own unit and what is below it', async () => {
    const { heading, names } = await page(headOfSolbakken);
    equal(heading, 'Solbakken sykehjem – sertifikater');
    deepEqual(names, AT_SOLBAKKEN);
  });

  it('a unit head sees nothing of the unit above', async () => {
    deepEqual((await page(headOfGroundFloor)).names, ON_GROUND_FLOOR);
  });

  it('nobody of another municipality is on any page, in any list or in any file', async () => {
    for (const path of [
      '/oversight',
      '/oversight?unit=ekbacken',
      '/oversight?unit=ekbacken&q=Astrid',
      '/oversight?q=Nystr',
      '/oversight.csv',
      '/oversight.csv?unit=ekbacken',
    ]) {
      const { text } = await get(hr, path).expect(200);
      // What was typed comes back as it was typed; what it was meant to find does not.
      ok(!/Astrid Nyström|Nyström;Astrid|Ekbacken|Sundby/.test(text), path);
    }
  });

  it('a unit outside the scope in the address changes nothing', async () => {
    deepEqual((await page(hr, '/oversight?unit=ekbacken')).names, IN_FJORDBY);
    const { names, text } = await page(headOfGroundFloor, '/oversight?unit=solbakken');
    deepEqual(names, ON_GROUND_FLOOR);
    ok(!text.includes('Solbakken'));
  });

  it('a grant on a unit of another municipality opens nothing', async () => {
    const wrong = aPerson('Wera Falk', { grants: [{ role: 'unitHead', unitId: 'ekbacken' }] });
    deepEqual((await page(wrong)).names, []);
  });

  it('someone who works in two units shows each head their own', async () => {
    const both = aPerson('Tor Begge', {
      works: [
        ['havna', 'nurse'],
        ['ground-floor', 'assistant'],
      ],
    });
    await stores().people.put(both);
    const { text } = await page(headOfGroundFloor, '/oversight?q=begge');
    match(text, /Pleieassistent<\/td>\s*<td>Første etasje/);
    ok(!text.includes('Havna'));
    await stores().people.put({ ...both, employments: [] });
  });

  it('a nurse without a role gets 403, on the page and for the file', async () => {
    const { text } = await get(nurse, '/oversight').expect(403);
    match(text, /Dette har du ikke tilgang til/);
    equal(seen(text).names.length, 0);
    await get(nurse, '/oversight.csv').expect(403);
  });

  it('a grant that has ended opens nothing any more', async () => {
    const to = plainDate('2026-11-20');
    const former = { ...hr, grants: hr.grants.map((grant) => ({ ...grant, to })) };
    await get(former, '/oversight').expect(403);
  });

  it('somebody who is not signed in is sent to the login, with the way back', async () => {
    const { headers } = await get(undefined, '/oversight?q=lie').expect(302);
    equal(headers['location'], '/?returnTo=%2Foversight%3Fq%3Dlie');
  });
});
