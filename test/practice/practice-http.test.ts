import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import type { Response } from '../../server/item-banks/item.js';
import type { Person } from '../../server/organisation/person.js';
import { fillIn, formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

const HERE = `/programmes/${PROGRAMME}/practice`;

describe('Practising', () => {
  const service = useService();
  let person: Person;
  let visitor: Visitor;

  beforeEach(async () => {
    person = await service.person();
    visitor = await service.signedInAs(person);
  });

  const practice = () =>
    service.stores.practice.find({
      municipalityId: person.municipalityId,
      personId: person.id,
      bankId: PROGRAMME,
    });
  const overview = async () => (await visitor.get(HERE)).text;
  async function begin(fields = {}): Promise<string> {
    const answer = await visitor.post(`${HERE}/sets`, { kind: 'mixed', ...fields });
    equal(answer.status, 303);
    return answer.headers['location'] ?? '';
  }
  /** The item of an address of the set under way, with what is right and wrong in it. */
  async function known(address: string) {
    const slot = (await practice()).set?.slots[Number(address.split('/').at(-1)) - 1];
    if (!slot) throw new Error(`Nothing at ${address}`);
    const { itemId, version } = slot.drawn;
    const item = await service.services.items.version(PROGRAMME, itemId, version);
    return {
      item,
      right: rightResponse(item, slot.drawn),
      wrong: wrongResponse(item, slot.drawn),
    };
  }
  async function respond(address: string, response: Response, sure: 'yes' | 'no') {
    const page = (await visitor.get(address)).text;
    const form = formOn(page, address);
    fillIn(form.fields, 'r0', response);
    form.fields.set('sure', sure);
    let answer = await visitor.post(address, form.fields);
    if (answer.status === 200 && 'typed' in response) {
      // An ambiguous number was asked about.
      const asked = formOn(answer.text, address);
      fillIn(asked.fields, 'r0', response);
      asked.fields.set('sure', sure);
      answer = await visitor.post(address, asked.fields);
    }
    return answer;
  }

  it('begins with nothing ready, and says that only oneself sees it', async () => {
    const text = readable(await overview());
    match(text, /0 av \d+ emner er klare/);
    match(text, /Nivå 1/);
    match(text, /Bare du ser dette\./);
    equal((await practice()).points, 0);
  });

  it('asks an item without telling its key, and tells right and why at once', async () => {
    const address = await begin();
    const { right, item } = await known(address);
    const rationale = readable(item.texts.nb?.rationale ?? '').slice(0, 25);
    const before = await visitor.get(address);
    ok(!readable(before.text).includes(rationale));
    equal((await respond(address, right, 'yes')).status, 303);
    const text = readable((await visitor.get(address)).text);
    match(text, /Riktig, og du var sikker/);
    const { points, items } = await practice();
    ok(points > 0);
    deepEqual(items[item.id], {
      box: 1,
      dueOn: '2026-11-03',
      lastRight: true,
      lastSure: true,
    });
  });

  it('shows the right response after a wrong one, and finds what one was sure of', async () => {
    const address = await begin();
    const { wrong } = await known(address);
    await respond(address, wrong, 'yes');
    match(readable((await visitor.get(address)).text), /du var sikker.*Riktig svar:/s);
    const page = await overview();
    match(readable(page), /1 oppgave var du sikker på, men svarte galt/);
    const again = await begin({ kind: 'sureButWrong' });
    equal((await practice()).set?.slots.length, 1);
    const { right } = await known(again);
    await respond(again, right, 'no');
    ok(!readable(await overview()).includes('svarte galt'));
  });

  it('shows how to work it out, after a calculation', async () => {
    const first = await begin({ topic: 'calculation' });
    const slots = (await practice()).set?.slots ?? [];
    const number = slots.findIndex(({ drawn }) => drawn.type === 'numeric') + 1;
    const address = first.replace(/1$/, String(number));
    await respond(address, (await known(address)).wrong, 'no');
    match(readable((await visitor.get(address)).text), /Slik regner du/);
  });

  it('counts what was said first, however often it is sent', async () => {
    const address = await begin();
    const { right, wrong } = await known(address);
    const form = formOn((await visitor.get(address)).text, address);
    await respond(address, wrong, 'no');
    fillIn(form.fields, 'r0', right);
    form.fields.set('sure', 'yes');
    equal((await visitor.post(address, form.fields)).status, 303);
    equal((await practice()).points, 0);
    ok(!hasForm((await visitor.get(address)).text, address));
  });

  it('asks for a response where there is none, and keeps nothing', async () => {
    const address = await begin();
    const answer = await visitor.post(address, { sure: 'yes' });
    equal(answer.status, 200);
    match(readable(answer.text), /Velg eller skriv et svar først/);
    deepEqual((await practice()).items, {});
  });

  it('goes on to the next item, and where one left off', async () => {
    const first = await begin();
    const { right } = await known(first);
    await respond(first, right, 'no');
    const second = first.replace(/1$/, '2');
    ok((await visitor.get(first)).text.includes(`href="${second}"`));
    ok((await overview()).includes(`href="${second}"`));
  });

  it('leads from a set that was left for another to where one stands', async () => {
    const left = await begin();
    await begin();
    for (const answer of [await visitor.get(left), await visitor.post(left, { sure: 'yes' })])
      deepEqual([answer.status, answer.headers['location']], [303, HERE]);
  });

  it('says when there is nothing that fits', async () => {
    const answer = await visitor.post(`${HERE}/sets`, { kind: 'sureButWrong' });
    equal(answer.headers['location'], `${HERE}?notice=nothing-fits`);
    match(readable((await visitor.follow(answer)).text), /ingenting igjen å øve på her/);
  });

  it('shows days in a row to those who want to see them', async () => {
    const address = await begin();
    await respond(address, (await known(address)).right, 'yes');
    ok(!readable(await overview()).includes('på rad.'));
    await visitor.post(`${HERE}/streak`, { show: 'yes' });
    match(readable(await overview()), /1 dag på rad\./);
    await visitor.post(`${HERE}/streak`, { show: 'no' });
    ok(!readable(await overview()).includes('på rad.'));
  });

  it('is one’s own: a colleague begins from nothing, and cannot open the set', async () => {
    const address = await begin();
    await respond(address, (await known(address)).right, 'yes');
    const colleague = await service.signedInAs(await service.person());
    equal((await colleague.get(address)).status, 303);
    match(readable((await colleague.get(HERE)).text), /Du har 0 poeng/);
  });

  it('is not there for a programme that the municipality has not', async () => {
    equal((await visitor.get('/programmes/nothing/practice')).status, 404);
    equal((await visitor.post('/programmes/nothing/practice/sets')).status, 404);
  });
});
