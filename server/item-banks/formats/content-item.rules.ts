import { LOCALES, type Locale, type Localised } from '../../platform/locale.js';
import type { ItemType, Pool, Provenance } from '../item.js';
import { checkImage, type ItemImage } from '../images/image.rules.js';
import { reason, Reasons, type Reason, type ReasonCode } from '../reasons.js';
import { wordsOfHtml, type PlaceImage } from './html-words.js';
import { localeOf } from './languages.js';
import { optionNames, promptNames } from './letters.js';
import { UNDETERMINED, type QuestionContent, type Words } from './question-content.js';
import { keyOf, NotOurs } from './content-key.rules.js';

/** What the source does not say and the one who imports does. */
export interface ImportDefaults {
  /** Of texts whose language is not marked. */
  readonly language: Locale;
  readonly topic?: string | undefined;
  readonly pool: Pool;
  readonly reviewBy: string;
  /** Of numbers without a unit. */
  readonly unit?: string | undefined;
}

/** An item as its file holds it, not checked yet, and what the author should look at. */
export type ItemDraft =
  | {
      readonly entry: Readonly<Record<string, unknown>> & {
        readonly id: string;
        readonly type: ItemType;
      };
      readonly warnings: readonly Reason[];
      readonly images: readonly ItemImage[];
    }
  | { readonly refused: Reason };

const NO_RATIONALE: Readonly<Record<Locale, string>> = {
  nb: 'Begrunnelsen mangler: skriv hvorfor svaret er rett.',
  nn: 'Grunngivinga manglar: skriv kvifor svaret er rett.',
  sv: 'Motiveringen saknas: skriv varför svaret är rätt.',
  en: 'The rationale is missing: write why the response is right.',
};

/** The item that a question from elsewhere becomes, always a draft; or why it can't be one of ours. */
export function draftOf(
  content: QuestionContent,
  about: { readonly id: string; readonly topic: string; readonly provenance: Provenance },
  defaults: ImportDefaults,
): ItemDraft {
  const { marks } = content;
  const warnings = new Reasons();
  try {
    const key = keyOf(content, defaults, warnings);
    const images = new Map<string, ItemImage>();
    const place = placeIn(content, images);
    const texts = textsOf(content, defaults.language, warnings, place);
    if (content.sources.length === 0) warnings.add(reason('noSource'));
    const entry = {
      id: about.id,
      type: key.type,
      topic: about.topic,
      pool: marks['pool'] ?? defaults.pool,
      status: 'draft',
      ...(marks['critical'] === 'true' ? { critical: true } : {}),
      difficulty: marks['difficulty'] ?? 'medium',
      ...(marks['group'] === undefined ? {} : { variantGroup: marks['group'] }),
      ...(marks['countries'] === undefined ? {} : { countries: marks['countries'].split(' ') }),
      reviewBy: marks['reviewBy'] ?? defaults.reviewBy,
      approval: "imported, to be approved by the municipality's pharmacist",
      provenance: about.provenance,
      sources: content.sources.length > 0 ? content.sources : [`Import: ${about.provenance.file}`],
      ...key.members,
      texts,
    };
    return {
      entry: { ...entry, id: about.id, type: key.type },
      warnings: warnings.all,
      images: [...images.values()],
    };
  } catch (error) {
    if (error instanceof NotOurs) return { refused: error.reason };
    throw error;
  }
}

/** Looks an image up among those that came with the question, and keeps what was taken. */
function placeIn({ images = [] }: QuestionContent, taken: Map<string, ItemImage>): PlaceImage {
  return (source) => {
    const found = images.find((one) => one.source === source);
    if (!found) return undefined;
    const checked = checkImage(found.bytes);
    if ('refused' in checked) return checked;
    taken.set(checked.image.name, checked.image);
    return checked.image;
  };
}

function textsOf(
  content: QuestionContent,
  language: Locale,
  warnings: Reasons,
  place: PlaceImage,
): Localised<Record<string, unknown>> {
  const own = localeOf(content.marks['language'] ?? '') ?? language;
  const foreign = Object.keys(content.stem).filter(
    (tag) => tag !== UNDETERMINED && localeOf(tag) === undefined,
  );
  if (foreign.length > 0)
    warnings.add(reason('languagesLeftOut', { languages: foreign.join(', ') }));
  const locales = LOCALES.filter((locale) =>
    Object.keys(content.stem).some(
      (tag) => (tag === UNDETERMINED ? own : localeOf(tag)) === locale,
    ),
  );
  if (locales.length === 0) throw new NotOurs(reason('noLanguageOfOurs'));
  const say: Say = (words, locale, code, number = 0) => {
    const html = inLanguage(words, locale, own);
    if (html === undefined) throw new NotOurs(reason(code, { language: locale, number }));
    const { text, lost } = wordsOfHtml(html, place);
    for (const one of lost) warnings.add(one);
    return text;
  };
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      {
        stem: say(content.stem, locale, 'stemNotIn'),
        ...namedTexts(content, (words, ...what) => say(words, locale, ...what)),
        rationale: rationaleIn(content, locale, say, warnings),
      },
    ]),
  );
}

/** A text in a language; the reason where there is none says of which. */
type Say = (words: Words, locale: Locale, code: ReasonCode, number?: number) => string;

/** The HTML in a language; a text that is in one language only serves all of them when that is not said. */
function inLanguage(words: Words, locale: Locale, own: Locale): string | undefined {
  const tag = Object.keys(words).find((one) => localeOf(one) === locale);
  if (tag !== undefined) return words[tag];
  const only = words[UNDETERMINED];
  return Object.keys(words).length === 1 || locale === own ? only : undefined;
}

function rationaleIn(
  { rationale }: QuestionContent,
  locale: Locale,
  say: Say,
  warnings: Reasons,
): string {
  const text = rationale ? say(rationale, locale, 'rationaleNotIn') : '';
  if (text !== '') return text;
  warnings.add(reason('noRationale'));
  return NO_RATIONALE[locale];
}

function namedTexts(
  { body, marks }: QuestionContent,
  say: (words: Words, code: ReasonCode, number: number) => string,
): Record<string, Record<string, string>> {
  if (body.kind === 'number') return {};
  const options = body.kind === 'choice' ? body.options.map(({ words }) => words) : body.options;
  const named = (names: readonly string[], list: readonly Words[], code: ReasonCode) =>
    Object.fromEntries(
      list
        .map((words, index) => [names[index] ?? '', say(words, code, index + 1)] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  return {
    ...(body.kind === 'matching'
      ? { prompts: named(promptNames(marks, body.prompts.length), body.prompts, 'promptNotIn') }
      : {}),
    options: named(optionNames(marks, options.length), options, 'optionNotIn'),
  };
}
