import { LOCALES } from '../../platform/locale.js';
import { CALCULATION_LISTS, rowsOf, type CalculationList } from './calculation-form.js';
import type { ItemForm } from './item-form.js';

const ROW_CHANGE = /^(add|remove|up|down)\.(options|prompts)(?:\.([a-z0-9]{1,2}))?$/;
const LETTERS = {
  options: Array.from({ length: 20 }, (_, index) => (index + 10).toString(36)),
  prompts: Array.from({ length: 20 }, (_, index) => String(index + 1)),
} as const;

/** The form with a row of its calculation more or less or in another place, and the field to go on with. */
function changeCalculation(form: ItemForm, verb: string, list: CalculationList, id: string) {
  const ids = rowsOf(form.typed, list);
  const next = String(Math.max(0, ...ids.map(Number)) + 1);
  const changed = {
    add: ids.length < MOST_ROWS ? [...ids, next] : ids,
    remove: ids.filter((one) => one !== id),
    up: moved(ids, id, -1),
    down: moved(ids, id, 1),
  }[verb];
  if (!changed) return undefined;
  const goesOn = verb === 'add' ? next : verb === 'remove' ? (changed.at(-1) ?? '') : id;
  // An id may be given again: nothing of the row that had it must come back.
  const isGone = (name: string): boolean =>
    verb === 'remove' &&
    (name.startsWith(`${list}.${id}.`) ||
      (list === 'vars' && /^cases\.\d+\.v(\d+)$/.exec(name)?.[1] === id) ||
      (list === 'columns' && /^products\.\d+\.c(\d+)$/.exec(name)?.[1] === id));
  const typed = Object.entries(form.typed).filter(([name]) => !isGone(name));
  return {
    form: {
      ...form,
      typed: { ...Object.fromEntries(typed), [`rows.${list}`]: changed.join(' ') },
    },
    focus: goesOn === '' ? '' : `${list}.${goesOn}`,
  };
}

const MOST_ROWS = 60;

/** The form with a row more or less or in another place, and the field to go on with; undefined for what is no such button. */
export function changeRows(
  form: ItemForm,
  button: string,
): { readonly form: ItemForm; readonly focus: string } | undefined {
  const [verb = '', name = '', id = ''] = button.split('.');
  const list = CALCULATION_LISTS.find((one) => one === name);
  if (list && form.type === 'numeric') return changeCalculation(form, verb, list, id);
  return changeLetters(form, button);
}

function changeLetters(form: ItemForm, button: string): ReturnType<typeof changeRows> {
  const [, verb, part, letter = ''] = ROW_CHANGE.exec(button) ?? [];
  if (part !== 'options' && part !== 'prompts') return undefined;
  const rows = form[part];
  switch (verb) {
    case 'add': {
      const added = LETTERS[part].find((one) => !rows.includes(one));
      if (added === undefined) return { form, focus: '' };
      return {
        form: { ...form, [part]: [...rows, added] },
        focus: `texts.nb.${part}.${added}`,
      };
    }
    case 'remove': {
      const at = rows.indexOf(letter);
      const left = rows.filter((one) => one !== letter);
      const neighbour = left[Math.min(at, left.length - 1)];
      return {
        form: without(form, part, letter, left),
        focus: neighbour === undefined ? '' : `texts.nb.${part}.${neighbour}`,
      };
    }
    case undefined:
    default:
      return {
        form: { ...form, [part]: moved(rows, letter, verb === 'up' ? -1 : 1) },
        focus: `texts.nb.${part}.${letter}`,
      };
  }
}

/** A letter may be given again: nothing of the row that had it must come back. */
function without(
  form: ItemForm,
  part: 'options' | 'prompts',
  letter: string,
  left: readonly string[],
): ItemForm {
  const gone = new Set([
    ...LOCALES.map((locale) => `texts.${locale}.${part}.${letter}`),
    ...(part === 'prompts' ? [`key.${letter}`] : []),
  ]);
  const isKeyGone = (name: string, value: string): boolean =>
    part === 'options' && value === letter && (name === 'pinLast' || name.startsWith('key.'));
  return {
    ...form,
    [part]: left,
    right: part === 'options' ? form.right.filter((one) => one !== letter) : form.right,
    typed: Object.fromEntries(
      Object.entries(form.typed).filter(
        ([name, value]) => !gone.has(name) && !isKeyGone(name, value),
      ),
    ),
  };
}

function moved(rows: readonly string[], letter: string, by: -1 | 1): readonly string[] {
  const from = rows.indexOf(letter);
  const other = rows[from + by];
  if (from < 0 || other === undefined) return rows;
  return rows.map((one) => (one === letter ? other : one === other ? letter : one));
}
