import assert from 'node:assert/strict';
import { copyOf, programmeOfBank } from '../../server/exams/begin-programme.rules.js';
import { formOfProgramme, type ProgrammeForm } from '../../server/exams/programme-form.js';
import { programmeOfForm, type Choices } from '../../server/exams/programme-of-form.js';
import type { Programme } from '../../server/exams/programme.js';
import { rules } from '../attempts/an-attempt.js';

const section = { quota: 2, criticalAtLeast: 0, allRight: false };
const programme: Programme = {
  ...{ id: 'medicines', municipalityId: 'm', version: 3 },
  ...{ titles: { nb: 'Legemidler' }, statement: { nb: 'har bestått' } },
  ...{ bankId: 'core', courseId: 'course', rules },
  specification: {
    sections: [
      { ...section, id: 'law', titles: { nb: 'Lov' }, topics: ['law', 'old'] },
      { ...section, id: 'ours', titles: { nb: 'Eget' }, topics: ['routines'], bankId: 'local' },
    ],
  },
};
const choices: Choices = {
  topics: new Map([
    ['core', ['law', 'old']],
    ['copy', ['law']],
    ['local', ['routines', 'law']],
  ]),
  courses: [{ id: 'course' }, { id: 'other' }],
  standards: [],
};
const typed = (fields: Readonly<Record<string, string>>): ProgrammeForm => {
  const form = formOfProgramme(programme);
  return { ...form, typed: { ...form.typed, ...fields } };
};
const read = (fields: Readonly<Record<string, string>>, changes: Partial<Choices> = {}) =>
  programmeOfForm(typed(fields), programme, { ...choices, ...changes });
const codes = (fields: Readonly<Record<string, string>>, changes: Partial<Choices> = {}) =>
  read(fields, changes).problems.map(({ field, code }) => `${field} ${code}`);

describe('a programme as its author typed it', () => {
  it('is what it was when nothing was changed', () => {
    const { municipalityId: _m, version: _v, ...content } = programme;
    assert.deepEqual(read({}), { problems: [], draft: content });
  });

  it('may take another bank: its sections are drawn from that, by the topics it has', () => {
    const { draft } = read({ 'main.bank': 'copy' });
    assert.equal(draft?.bankId, 'copy');
    assert.deepEqual(
      draft.specification.sections.map(({ topics, bankId }) => [topics, bankId]),
      [
        [['law'], undefined],
        [['routines'], 'local'],
      ],
    );
  });

  it('names no bank at a section whose bank becomes the programme’s', () => {
    const { draft } = read({ 'main.bank': 'local' });
    assert.deepEqual(
      draft?.specification.sections.map(({ bankId }) => bankId),
      [undefined, undefined],
    );
  });

  it('takes no bank, course or round that there is none of', () => {
    assert.deepEqual(codes({ 'main.bank': 'theirs' })[0], 'main.bank choice');
    assert.deepEqual(codes({ 'main.course': 'theirs' }), ['main.course choice']);
    assert.deepEqual(codes({ 'standard.round': 'theirs' }), ['standard.round round']);
  });

  it('is asked for an identifier of its own when it is new', () => {
    const taken = ['medicines'];
    const idOf = (id: string) => codes({ 'main.id': id }, { taken });
    assert.deepEqual(idOf('home-care-2'), []);
    for (const wrong of ['', 'new', 'Home', '-a', 'a--b', 'a b', 'ø', 'a'.repeat(61)])
      assert.deepEqual(idOf(wrong), ['main.id id'], wrong);
    assert.deepEqual(idOf('medicines'), ['main.id taken']);
    // One that is there keeps its own, whatever is sent.
    assert.equal(read({ 'main.id': 'other' }).draft?.id, 'medicines');
  });
});

describe('a programme that begins', () => {
  it('as a copy has all but the panel’s ratings, the name and the history', () => {
    const standard = { roundId: 'one', closedAt: new Date(0), means: [] };
    const published = { by: 'ane', at: new Date(0), reason: '' };
    assert.deepEqual(copyOf({ ...programme, standard, published }), {
      ...{ ...programme, id: '', version: 0 },
    });
  });

  it('from a bank has one section of what is in use', () => {
    const bank = {
      id: 'local',
      titles: { nb: 'Egen' },
      topics: { law: {}, routines: {}, old: {} },
    };
    const live = new Map([
      ['local/law', 3],
      ['local/routines', 4],
      ['core/old', 9],
    ]);
    const begun = programmeOfBank('m', bank, { courses: choices.courses, live });
    const [first, ...more] = begun.specification.sections;
    assert.deepEqual([first?.topics, first?.quota, more], [['law', 'routines'], 7, []]);
    assert.deepEqual([begun.bankId, begun.courseId, begun.version], ['local', 'course', 0]);
  });
});
