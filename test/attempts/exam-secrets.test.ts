import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aSave, handIn, itemOf } from '../support/sitting.js';
import { theBank } from '../item-banks/the-bank.js';
import type { Visitor } from '../support/visitor.js';

/** The longest run of letters in a text that neither a number nor markup can change. */
function telling(text: string): string {
  const runs = text.replace(/\s+/g, ' ').split(/\{[^}]*\}|[*_`\\<>&"']/);
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '').trim();
}

describe('what a candidate’s browser is given', () => {
  const service = useService();
  let attempt: Attempt;
  let visitor: Visitor;
  /** Of each slot, in every language there is. */
  let stems: string[][];
  let rationales: string[][];

  before(async () => {
    const { template } = await theBank();
    const whole = Object.fromEntries(
      template.specification.sections.map(({ id, quota }) => [id, quota]),
    );
    const { municipality } = await service.place({ items: whole });
    const person = await service.candidate({ municipalityId: municipality.id });
    attempt = await service.begin(person);
    visitor = await service.signedInAs(person);
    const items = await Promise.all(
      attempt.form.slots.map((_slot, index) => itemOf(service, attempt, index)),
    );
    const textsOf = (part: 'stem' | 'rationale'): string[][] =>
      items.map(({ texts }) => Object.values(texts).map((text) => telling(text[part])));
    stems = textsOf('stem');
    rationales = textsOf('rationale');
  });

  const pageText = async (path: string): Promise<string> =>
    plainText((await visitor.get(`/attempts/${attempt.id}/${path}`)).text);

  it('is forty items, one a page, each with its own text', async () => {
    assert.equal(attempt.form.slots.length, 40);
    for (const [slot, own] of stems.entries()) {
      const text = await pageText(`pages/${slot + 1}`);
      assert.ok(
        own.some((stem) => text.includes(stem)),
        `slot ${slot}: ${own[0] ?? ''}`,
      );
    }
  });

  it('never a rationale, nor the item of another page, nor what an item is called', async () => {
    for (let slot = 0; slot < 40; slot += 1) {
      const { text: html } = await visitor.get(`/attempts/${attempt.id}/pages/${slot + 1}`);
      const text = plainText(html);
      for (const rationale of rationales.flat())
        assert.ok(!text.includes(rationale), `slot ${slot} tells: ${rationale}`);
      for (const [other, texts] of stems.entries())
        for (const stem of other === slot ? [] : texts)
          assert.ok(!text.includes(stem), `slot ${slot} shows slot ${other}: ${stem}`);
      for (const { itemId } of attempt.form.slots) assert.ok(!html.includes(itemId), itemId);
      assert.doesNotMatch(html, /critical|kritisk|data-key|rationale|variantGroup/i);
    }
  });

  it('none of it at the review, in the clock or in the answer to a save', async () => {
    const saved = await visitor.put(`/attempts/${attempt.id}/responses`, { saves: [aSave(0)] });
    const conflict = await visitor.put(`/attempts/${attempt.id}/responses`, { saves: [aSave(0)] });
    assert.deepEqual([saved.status, conflict.status], [200, 409]);
    const texts = [await pageText('review'), await pageText('clock'), saved.text, conflict.text];
    for (const text of texts)
      for (const secret of [...rationales.flat(), ...stems.flat()])
        assert.ok(!text.includes(secret), secret);
  });

  it('nor with the result: it tells sections and topics, not which item was wrong', async () => {
    const person = await service.candidate({ municipalityId: attempt.municipalityId });
    const other = await service.begin(person);
    await handIn(service, other, 'wrong');
    const browser = await service.signedInAs(person);
    const { text: html } = await browser.get(`/attempts/${other.id}/result`);
    const text = plainText(html);
    const items = await Promise.all(
      other.form.slots.map((_slot, index) => itemOf(service, other, index)),
    );
    for (const { id, texts } of items) {
      assert.ok(!html.includes(id), id);
      for (const { stem, rationale } of Object.values(texts)) {
        assert.ok(!text.includes(telling(stem)), stem);
        assert.ok(!text.includes(telling(rationale)), rationale);
      }
    }
  });
});
