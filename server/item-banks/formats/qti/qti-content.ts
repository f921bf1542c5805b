import type { ForeignQuestion, ForeignValue } from '../foreign-question.js';
import {
  UNDETERMINED,
  type Marks,
  type QuestionBody,
  type QuestionContent,
  type Words,
} from '../question-content.js';
import { splitSources } from '../sources-html.js';
import { childElement, childElements, isElement, type XmlElement } from '../xml-tree.js';
import type { Declaration } from './declarations.js';
import type { Interaction } from './interactions.js';
import { descendants } from './names.js';
import { numberBodyOf } from './number-body.js';
import { htmlInside } from './stem.js';

type MarkItem = NonNullable<ForeignQuestion['mark']>;

/** What an item (in names of 3.0) asks, in the shape all formats share; undefined when it is none of those kinds. */
export function contentOfItem(
  item: XmlElement,
  interactions: readonly Interaction[],
  declarations: readonly Declaration[],
  mark: MarkItem,
): QuestionContent | undefined {
  const [interaction, ...more] = interactions;
  const declared = declarations.find(({ id }) => id === interaction?.response);
  if (!interaction || more.length > 0 || !declared) return undefined;
  const language = item.attributes['xml:lang'] ?? UNDETERMINED;
  const texts = new Texts(language, childElement(item, 'qti-catalog-info'));
  const body = bodyOf(item, interaction, declared, texts, mark);
  if (!body) return undefined;
  const { rationale, sources } = rationaleOf(item, texts);
  return {
    id: item.attributes['identifier'] ?? null,
    stem: texts.of(childElement(item, 'qti-item-body')),
    ...(rationale && { rationale }),
    sources,
    body,
    marks: marksOf(childElement(item, 'qti-item-body')),
  };
}

/** Elements' texts in the item's language and in those of its catalog. */
class Texts {
  private readonly catalogs = new Map<string, ReadonlyMap<string, XmlElement>>();
  private readonly languages: readonly string[];

  private readonly language: string;

  constructor(language: string, info: XmlElement | undefined) {
    this.language = language;
    for (const catalog of childElements(info, 'qti-catalog'))
      this.catalogs.set(catalog.attributes['id'] ?? '', cardsIn(catalog));
    const others = [...this.catalogs.values()].flatMap((cards) => [...cards.keys()]);
    this.languages = [...new Set([language, ...others])];
  }

  of(element: XmlElement | undefined): Words {
    if (!element) return { [this.language]: '' };
    return Object.fromEntries(
      this.languages.map((language) => [
        language,
        tidy(htmlInside(this.inLanguage(element, language))),
      ]),
    );
  }

  private inLanguage(element: XmlElement, language: string): XmlElement {
    const reference = element.attributes['data-catalog-idref'];
    const card = reference === undefined ? undefined : this.catalogs.get(reference)?.get(language);
    if (card) return { ...element, children: card.children };
    const children = element.children.map((child) =>
      isElement(child) ? this.inLanguage(child, language) : child,
    );
    return { ...element, children };
  }
}

/** Without the paragraph in which only the field to type in stands. */
function tidy(html: string): string {
  return html.replace(/<p>\s*_{4}\s*<\/p>/g, '').trim();
}

function cardsIn(catalog: XmlElement): ReadonlyMap<string, XmlElement> {
  const entries = [...descendants(catalog)].filter(({ name }) => name === 'qti-card-entry');
  return new Map(
    entries.flatMap((entry) => {
      const language = entry.attributes['xml:lang'];
      const html = childElement(entry, 'qti-html-content');
      return language === undefined || !html ? [] : [[language, html] as const];
    }),
  );
}

/** `data-medsert-review-by` is our mark `reviewBy`, `data-medsert-error-tenfold` is `error.tenfold`. */
function marksOf(body: XmlElement | undefined): Marks {
  return Object.fromEntries(
    Object.entries(body?.attributes ?? {}).flatMap(([name, value]) => {
      if (!name.startsWith('data-medsert-')) return [];
      const own = name
        .slice('data-medsert-'.length)
        .replace(/^error-/, 'error.')
        .replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      return [[own, value] as const];
    }),
  );
}

/** The feedback that explains: the only one, or the one for a right response. */
function rationaleOf(
  item: XmlElement,
  texts: Texts,
): { rationale?: Words; sources: readonly string[] } {
  const all = childElements(item, 'qti-modal-feedback').filter(
    ({ attributes }) => attributes['show-hide'] !== 'hide',
  );
  const right = all.find(({ attributes }) =>
    /^(correct|right|general)/i.test(attributes['identifier'] ?? ''),
  );
  const feedback = all.length === 1 ? all[0] : right;
  if (!feedback) return { sources: [] };
  const split = Object.entries(texts.of(feedback)).map(
    ([language, html]) => [language, splitSources(html)] as const,
  );
  return {
    rationale: Object.fromEntries(split.map(([language, { rationale }]) => [language, rationale])),
    sources: split[0]?.[1].sources ?? [],
  };
}

function bodyOf(
  item: XmlElement,
  interaction: Interaction,
  declared: Declaration,
  texts: Texts,
  mark: MarkItem,
): QuestionBody | undefined {
  const { element, type } = interaction;
  const correct = declared.correctTexts ?? [];
  const choices = childElements(element, 'qti-simple-choice');
  const idOf = ({ attributes }: XmlElement): string => attributes['identifier'] ?? '';
  const score = (value: ForeignValue): number => mark({ [declared.id]: value }).score ?? 0;
  switch (type) {
    case 'choice-single': {
      const scores = choices.map((choice) => score(idOf(choice)));
      const whole = Math.max(0, ...scores);
      const options = choices.map((choice, index) => ({
        words: texts.of(choice),
        fraction: whole === 0 ? 0 : (100 * (scores[index] ?? 0)) / whole,
      }));
      return { kind: 'choice', several: false, options };
    }
    case 'choice-multiple': {
      const right = correct.length > 0 ? correct : positive(declared);
      const options = choices.map((choice) => ({
        words: texts.of(choice),
        fraction: right.includes(idOf(choice)) ? 100 / right.length : 0,
      }));
      return { kind: 'choice', several: true, options };
    }
    case 'order': {
      const order = correct.map((id) => choices.find((choice) => idOf(choice) === id));
      const all = order.length === choices.length && order.every((choice) => choice !== undefined);
      return all
        ? { kind: 'ordering', options: order.map((choice) => texts.of(choice)) }
        : undefined;
    }
    case 'match':
      return matching(element, correct, texts);
    case 'text-entry':
      return numberBodyOf(item, declared);
    default:
      return undefined;
  }
}

function positive({ mapping }: Declaration): string[] {
  return (mapping?.entries ?? []).filter(({ value }) => Number(value) > 0).map(({ key }) => key);
}

/** Only where every prompt has one partner. */
function matching(
  element: XmlElement,
  correct: readonly string[],
  texts: Texts,
): QuestionBody | undefined {
  const [left, right] = childElements(element, 'qti-simple-match-set').map((set) =>
    childElements(set, 'qti-simple-associable-choice'),
  );
  if (!left || !right) return undefined;
  const idsOf = (set: readonly XmlElement[]): (string | undefined)[] =>
    set.map(({ attributes }) => attributes['identifier']);
  const partners = new Map(correct.map((pair) => pair.trim().split(/\s+/) as [string, string]));
  const key = idsOf(left).map((id) => idsOf(right).indexOf(partners.get(id ?? '') ?? ''));
  if (partners.size !== correct.length || key.includes(-1)) return undefined;
  return {
    kind: 'matching',
    prompts: left.map((choice) => texts.of(choice)),
    options: right.map((choice) => texts.of(choice)),
    key,
  };
}
