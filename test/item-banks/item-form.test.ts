import { deepEqual, equal } from 'node:assert/strict';
import { hashOf } from '../../server/item-banks/content-hash.rules.js';
import { changeRows } from '../../server/item-banks/editor/form-rows.rules.js';
import { emptyForm, formFrom, formOf } from '../../server/item-banks/editor/item-form.js';
import type { ItemForm } from '../../server/item-banks/editor/item-form.js';
import { itemOfForm } from '../../server/item-banks/editor/item-of-form.js';
import type { FiledItem, Item } from '../../server/item-banks/item.js';
import { aMatching, aNumeric, anOrdering, aSingleChoice } from './some-items.js';
import { theBank } from './the-bank.js';

const TOPICS = { law: {} };
const sample = ({ status: _status, ...rest }: FiledItem): Item => {
  return { ...rest, reviewBy: '2027-11-01' };
};
const typing = (form: ItemForm, typed: ItemForm['typed']): ItemForm => ({
  ...form,
  typed: { ...form.typed, ...typed },
});
/** As a browser sends the form and the server reads it again. */
const sent = (form: ItemForm): ItemForm =>
  formFrom({
    ...Object.fromEntries(
      Object.entries(form.typed).map(([name, value]) => [name, value.replaceAll('\n', '\r\n')]),
    ),
    type: form.type,
    optionLetters: form.options.join(' '),
    promptLetters: form.prompts.join(' '),
    right: form.right,
    countries: form.countries,
    ...(form.critical ? { critical: 'on' } : {}),
  });
const fieldsWrong = (form: ItemForm): string[] =>
  itemOfForm(form, TOPICS).problems.map(({ field }) => field);

describe('the form of an item', () => {
  it('says every item of the bank that comes with the service, and reads it back unchanged', async () => {
    const { items, bank } = await theBank();
    equal(items.length > 200, true);
    for (const { status: _status, ...item } of items) {
      const read = itemOfForm(sent(formOf(item)), bank.topics, item);
      deepEqual(read.problems, [], item.id);
      deepEqual(read.item, item, item.id);
      equal(hashOf(read.item), hashOf(item), item.id);
    }
  });

  it('puts what is wrong at its field', () => {
    const form = formOf(sample(aSingleChoice()));
    deepEqual(fieldsWrong(form), []);
    deepEqual(fieldsWrong(typing(form, { 'texts.nb.stem': '' })), ['texts.nb.stem']);
    deepEqual(fieldsWrong(typing(form, { id: 'Not an id', reviewBy: '2027-13-01' })), [
      'id',
      'reviewBy',
    ]);
    deepEqual(fieldsWrong(typing(form, { sources: ' ' })), ['sources']);
    deepEqual(fieldsWrong(typing(form, { topic: 'cooking' })), ['topic']);
    deepEqual(fieldsWrong({ ...form, right: [] }), ['key']);
    deepEqual(fieldsWrong(typing(form, { lint: 'Q99: it is a rule that does not exist' })), [
      'lint',
    ]);
  });

  it('wants a language that was begun to be finished', () => {
    const form = formOf(sample(aSingleChoice()));
    deepEqual(fieldsWrong(typing(form, { 'texts.sv.stem': 'Vad gör du först?' })), [
      'texts.sv.options.a',
      'texts.sv.options.b',
      'texts.sv.options.c',
      'texts.sv.rationale',
    ]);
  });

  it('takes the order of the rows as the right order', () => {
    const form = formOf(sample(anOrdering()));
    deepEqual(form.options, ['c', 'a', 'b']);
    const changed = changeRows(form, 'up.options.b')?.form ?? form;
    const { item } = itemOfForm(changed, TOPICS);
    deepEqual(item?.type === 'ordering' && item.key, ['c', 'b', 'a']);
  });

  it('puts what is wrong with a calculation at its field', () => {
    const form = formOf(sample(aNumeric({ constraints: ['answer <= 4', 'dose < 60'] })));
    deepEqual(fieldsWrong(form), []);
    const wrong: readonly (readonly [field: string, text: string, at?: string])[] = [
      ['vars.1.name', '2dose'],
      ['vars.1.unit', '', 'vars.1.unit'],
      ['vars.1.step', 'much'],
      ['vars.1.step', '', 'vars.1.from'],
      ['vars.1.to', '52', 'vars.1.values'],
      ['vars.2.name', 'round'],
      ['vars.2.values', '5; five'],
      ['constraints.2.expression', 'dose < volume'],
      ['constraints.1.expression', 'answer <= 0.1', 'constraints'],
      ['answer.expression', 'dose / (strength'],
      ['answer.unit', 'mg', 'answer.expression'],
      ['answer.decimals', '1.5'],
    ];
    for (const [field, text, at = field] of wrong) {
      const { problems } = itemOfForm(typing(form, { [field]: text }), TOPICS);
      equal(
        problems.some((problem) => problem.field === at),
        true,
        `${field}: ${JSON.stringify(problems)}`,
      );
    }
    const twice = typing(form, { 'vars.2.name': 'dose' });
    equal(fieldsWrong(twice).includes('vars.2.name'), true);
  });

  it('reads numbers with the comma of the author, and keeps a list of one a list', () => {
    const form = formOf(sample(aNumeric()));
    const { item } = itemOfForm(
      typing(form, {
        'vars.1.step': '2,5',
        'vars.2.values': '2,5',
        'rows.cases': '1',
        'cases.1.v1': '10; 12,5; 15; 17,5',
        'cases.1.v2': '2,5;',
      }),
      TOPICS,
    );
    deepEqual(item?.type === 'numeric' && [item.parameters['dose']?.step, item.cases], [
      '2.5',
      [{ dose: ['10', '12.5', '15', '17.5'], strength: ['2.5'] }],
    ]);
  });

  it('keeps whatever was typed, and gives the linter what there is', () => {
    const form = typing(emptyForm('numeric', '2027-11-01'), {
      'answer.expression': 'dose /',
      'texts.nb.stem': ' Gi .5 ml ',
    });
    deepEqual(sent(form), form);
    const { unfinished } = itemOfForm(form, TOPICS);
    equal(unfinished.texts.nb?.stem, 'Gi .5 ml');
    equal(unfinished.type, 'numeric');
  });
});

describe('the rows of the form', () => {
  const form = formOf(sample(aMatching()));

  it('come and go, with the field to go on with', () => {
    const added = changeRows(form, 'add.options');
    deepEqual(added?.form.options, ['a', 'b', 'c', 'd']);
    equal(added.focus, 'texts.nb.options.d');
    const removed = changeRows(form, 'remove.prompts.2');
    deepEqual(removed?.form.prompts, ['1']);
    equal(removed.focus, 'texts.nb.prompts.1');
  });

  it('take everything along that was said about them', () => {
    const removed = changeRows(form, 'remove.options.b')?.form ?? form;
    deepEqual(removed.options, ['a', 'c']);
    equal(Object.keys(removed.typed).includes('texts.nb.options.b'), false);
    equal(removed.typed['key.1'], undefined);
    const again = changeRows(removed, 'add.options')?.form ?? removed;
    deepEqual([...again.options].sort(), ['a', 'b', 'c']);
    equal(again.typed['texts.nb.options.b'], undefined);
  });

  it('of a calculation come, move and go with all that stands in them', () => {
    const calculation = formOf(sample(aNumeric({ constraints: ['answer <= 4', 'dose < 60'] })));
    const moved = changeRows(calculation, 'up.constraints.2')?.form ?? calculation;
    const { item } = itemOfForm(moved, TOPICS);
    deepEqual(item?.type === 'numeric' && item.constraints, ['dose < 60', 'answer <= 4']);
    const added = changeRows(calculation, 'add.vars');
    deepEqual([added?.focus, added?.form.typed['rows.vars']], ['vars.3', '1 2 3']);
    const gone = changeRows(calculation, 'remove.vars.2')?.form.typed ?? {};
    deepEqual([gone['rows.vars'], gone['vars.2.name']], ['1', undefined]);
  });

  it('stay as they are for a button that there is not, or that leads nowhere', () => {
    equal(changeRows(form, 'save'), undefined);
    deepEqual(changeRows(form, 'up.options.a')?.form, form);
  });
});
