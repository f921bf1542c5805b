/**
 * Why something of another system, or an image, is not taken as it is, or not given as it is. The English text is what the commands of
 * `medsert bank` print; pages have the same in the reader's language, under `reason.<code>` in `views/locales/…/reasons.json`.
 */
const REASONS = {
  imageTooLarge: 'is larger than 1 MiB',
  imageOfNoKind: 'is no PNG, JPEG, GIF or WebP',
  imageTooManyPixels: 'is larger than {{most}} × {{most}} pixels',
  imageNotForEditor: 'is no PNG or JPEG',
  imagesTooMuch: 'shows more images than are read at once: divide it',
  inPart: '{{part}}',
  inCell: 'row {{line}}, column "{{column}}"',
  inRow: 'row {{line}}',
  tooManyQuestions: 'has too many questions',
  fileTooLarge: 'is larger than {{most}} MiB',
  encodingUnknown: 'the encoding {{label}} is not read; save the file as UTF-8',
  encodingWrong: 'the file says it is {{label}}, but it is not; save it as UTF-8',
  noText: 'this is not a text file',
  folderUnknown: 'is a folder without a package we know (no imsmanifest.xml)',
  empty: 'is empty',
  zipUnknown: 'is a ZIP archive, but no package of questions we know',
  formatUnknown: 'is in no format we know: no questions found',
  xmlUnknown: 'is XML with <{{root}}>, which is no format of questions we know',
  xmlBroken: 'is not well-formed XML: {{detail}}',
  xmlDoctype: 'has a DOCTYPE, which is not read: remove it',
  xmlAttributes: 'has too many attributes',
  xmlElements: 'has too many elements',
  xmlDepth: 'is nested deeper than {{most}} levels',
  xmlNone: 'is not XML',
  noQuestions: 'has no questions',
  noMoodle: 'is not Moodle XML: it has no <quiz>',
  onlyCategories: 'has no questions, only categories',
  onlyReferences: 'has no questions, only references to a question bank',
  tooLong: 'is too long for one question',
  tooManyAnswers: 'has too many answers',
  noCloze: 'has no embedded answers such as {1:SHORTANSWER:=word}',
  zipBroken: 'is a ZIP archive that cannot be read: {{detail}}',
  zipEntries: 'has more than {{most}} entries',
  zipEncrypted: 'has an encrypted entry ({{name}})',
  zipLink: 'has a symbolic link ({{name}})',
  zipSlip: 'has a path that leaves the archive ({{name}})',
  zipMethod: 'has an entry packed in a way we do not read ({{name}})',
  zipUnpacks: 'unpacks to more than {{most}} MiB',
  zipBomb: 'has an entry that is packed suspiciously well ({{name}})',
  zipLargeEntry: 'has too large an entry ({{name}})',
  zipDamaged: 'has a damaged entry ({{name}})',
  qtiTooLarge: 'is larger than any honest file of its kind',
  qtiTooMuch: 'holds more QTI than is read at once: divide it',
  qtiTooMuchWork: 'takes more work to mark than is spent on one import: divide it',
  qtiOnlyNames: 'holds <{{root}}>, which only names items in other files: import the whole package',
  tooLarge: 'is too large',
  packageMissing: 'lists questions that are not in the package ({{names}})',
  packageEmpty: 'is a package without questions',
  partMissing: 'is listed in imsmanifest.xml but is missing',
  noManifest: 'is a ZIP archive without imsmanifest.xml: no package of questions',
  interactionUnsupported: 'the interaction "{{type}}" (line {{line}}) is not supported',
  noInteraction: 'has no interaction: there is nothing to respond to',
  adaptive: 'adaptive items are not supported',
  templateVariables: 'items with template variables (values chosen at random) are not supported',
  responseUndeclared:
    'the interaction "{{type}}" (line {{line}}) answers "{{response}}", which is not declared',
  areaKey: 'areas of an image as key (areaMapping of "{{response}}") are not supported',
  responseKind: 'responses of the kind "{{kind}}" are not supported',
  keyStray: 'the key of "{{response}}" names "{{stray}}", which is no option (line {{line}})',
  interactionNoKey: 'the interaction "{{type}}" (line {{line}}) has no key',
  responseNoKey: 'the response "{{response}}" has no key',
  processingUnsupported: 'the response processing uses "{{rule}}", which is not supported',
  processingCustom: 'the response processing uses the custom operator "{{name}}" (line {{line}})',
  processingTemplate: 'the response processing template "{{name}}" is not known',
  keyScoresNothing: 'the declared correct response gets no points by the response processing',
  markedByKey: 'the file does not say how to mark; it is marked by the declared key',
  byPerson: 'has no key: a person has to mark it',
  mathAsText: 'formulas (MathML) are shown as plain text',
  objectsLeftOut: 'sound, film and other objects are left out',
  hotspotsByName: 'places in a picture are known only by their identifiers',
  feedbackLeftOut: 'feedback is left out',
  typeUnsupported: 'the question type "{{type}}" is not supported',
  formulaUnsupported: 'the question type "calculated_question" (a formula) is not supported',
  onlyText: 'is only text: there is nothing to respond to',
  responseUnsupported: 'the response "{{name}}" (line {{line}}) is not supported',
  conditionUnsupported: 'the condition "{{name}}" is not supported',
  noResponse: 'has no response: there is nothing to answer',
  noPoints: 'has no key: no condition gives points',
  keyNoOption: 'the key names "{{value}}" of "{{response}}", which is no option',
  titleNoEnd: 'the title has no end: write ::title::',
  answersNoBegin: 'the answers have no { before }',
  answersNoEnd: 'the answers have no } (an empty line ends a question)',
  moreBraces: 'has more braces than those of its answers: write \\{ and \\} for braces in a text',
  giftNumber: '"{{text}}" is no number, number:tolerance or from..to',
  answerEmpty: 'an answer has no words (write \\# for a # and \\= for a = in an answer)',
  fewOptions: 'has fewer than two options',
  severalEquals: 'several answers have "=": any one of them gives the full mark',
  noFullMark: 'no answer gives the full mark',
  noArrow: '"{{text}}" has no -> to its match',
  fewPairs: 'has fewer than two pairs',
  fewSteps: 'has fewer than two items to order',
  lineAlone: '"{{text}}" has no question before it',
  aikenUnfinished:
    'has no line "ANSWER: " with the letter of an option (in capitals) after its options',
  aikenLetter: 'ANSWER: "{{letter}}" is not the letter of one option',
  fractionNoNumber: 'an answer has a fraction that is not a number',
  noneRight: 'no answer is right',
  severalShares: 'several options have a part of the mark, and only one can be chosen',
  trueFalseUnsaid: 'does not say which is right',
  noNumber: '"{{text}}" is not a number',
  clozeUnwhole: 'has no gap, or a gap without a fully right answer',
  noGap: 'has no gap such as [[1]] in its text',
  gapNoChoice: 'a gap has no choice',
  csvBroken: 'is no CSV that can be read: {{detail}}',
  tooManyRows: 'has too many rows',
  noRows: 'has no rows below its headings',
  tooManyColumns: 'has too many columns',
  headingUnknown: 'the heading "{{heading}}" is none of the template',
  headingTwice: 'two columns are called "{{heading}}"',
  headingMissing: 'the column "{{heading}}" of the template is missing',
  cellNoHeading: 'row {{line}}, column {{column}}: has a text but no heading',
  cellTooLong: 'is too long',
  noSheet: 'is a workbook without a sheet',
  cellError: 'cell {{cell}}: holds an error ({{value}})',
  cellEmpty: 'is empty',
  cellNoneOf: '"{{cell}}" is none of {{known}}',
  cellNoUnit: '"{{cell}}" is no unit we know',
  cellNoLanguage: '"{{cell}}" is no language of ours (nb, nn, sv, en)',
  cellLanguageTwice: 'this id and language stand in a row above',
  cellNoLetter: '"{{cell}}" is the letter of no option',
  keyNotWhole: 'must name every option once, in the right order',
  keyNamesSeveral: 'names several options, and only one can be right',
  keyNoPair: '"{{cell}}" is no pair of a prompt and an option, such as 1=B',
  keyPairsMissing: 'must name every prompt once, such as 1=B 2=A',
  cellAmbiguous:
    '"{{cell}}" can mean {{decimal}} or {{thousands}}: write {{decimal}}0 or {{thousands}}',
  cellNoNumber: '"{{cell}}" is no number',
  cellNoMistake: '"{{cell}}" is not written as tenfold=50',
  notRead: 'is not read',
  notOurs:
    '"{{type}}" is none of our types (single choice, multiple response, ordering, matching, number)',
  noTopic: 'has no topic of the bank: name one for all with --topic ({{topics}})',
  otherInBank: 'the bank has another item with the id {{id}}',
  otherInFile: '{{place}} has another item with the id {{id}}',
  itemWrong: '{{detail}}',
  languagesLeftOut: 'the texts in {{languages}} are left out',
  noLanguageOfOurs: 'has no text in a language of ours',
  stemNotIn: 'the question has no text in {{language}}',
  rationaleNotIn: 'the rationale has no text in {{language}}',
  optionNotIn: 'option {{number}} has no text in {{language}}',
  promptNotIn: 'prompt {{number}} has no text in {{language}}',
  noSource: 'has no source: write one',
  noRationale: 'has no rationale: write one',
  manyOptions: 'has more than 26 options',
  noWholeOption: 'no option gives the whole mark',
  severalWholeOptions: 'several options give the whole mark, and only one can be chosen',
  shareNotKept: 'a part of the mark for "{{option}}" is not kept: it is wrong here',
  sharesNotKept: 'parts of the mark are not kept: only the whole key gives the mark here',
  numberNoUnit:
    'is a number without a unit, and our numbers have one: add it in the source, or name one for all (--unit ml)',
  unitsNotKept: 'of the units only {{unit}} is taken',
  unitUnknown: 'the unit "{{unit}}" is none that we know',
  numberShareNotKept: 'a part of the mark for another number is not kept: it is wrong here',
  noWholeNumber: 'no number gives the whole mark',
  severalNumbers: 'several numbers are right, and our numbers have one',
  numberZero: 'the right number is 0, and ours are above it',
  noRange: '"{{range}}" is no range of numbers above zero',
  noPlainNumber: '"{{text}}" is no number from zero up in plain digits',
  tableAsLines: 'a table is written as lines',
  listAsLines: 'a list is written as lines',
  numberedAsLines: 'a numbered list is written as lines',
  linkAsWords: 'a link is written as its words',
  underlineLeftOut: 'underlining is left out',
  pictureLeftOut: 'a picture is left out',
  pictureRefused: 'a picture is left out',
  frameLeftOut: 'a frame with a foreign page is left out',
  mathAsPlain: 'a formula is written as plain text',
  emphasisLeftOut: 'emphasis inside a word is left out',
  noAlt: 'a picture has no text that says what it shows: write one',
  raisedOnLine: 'raised or lowered letters are written on the line',
  formatNoImage: 'has an image ({{names}}), which {{format}} does not carry',
  imageMissing: 'the image {{name}} is missing',
  noTextIn: 'has no text in {{languages}}',
  textsNotWritten: 'the texts in {{languages}} are not written',
  lintNotCarried: 'what the linter was told to let pass is not carried',
  manyVariants:
    'has {{number}} variants; more than {{most}} are not written as questions with fixed numbers',
  unevenWidth: 'accepts numbers farther from the key on one side than on the other',
  variantsFixed: 'becomes {{number}} questions with fixed numbers; the formula is not carried',
  unitChoiceLost: 'choosing the unit is not carried: the right unit is given',
  upperEndRight: 'the upper end of what rounds to the key counts as right too',
  deviceLost: 'the device is not carried',
  testsLost: 'its tests are not carried',
  ownMistakesLost: 'mistakes of its own and their feedback are not carried',
  criticalOnlyMarks: 'mistakes that fail the exam are only marks here',
  partsOfMark: 'gives a part of the mark for a part of the key, where ours gives none',
  noneLast: 'no option stays last: all are shuffled',
  noShare: 'has {{number}} right options, and Moodle has no share of the mark for that many',
  markLost: '{{name}} is not carried',
  unitInTags: 'the unit is only in the tags',
  unitInMarks: 'the unit is only in the marks',
} as const;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[];

export interface Reason {
  readonly code: ReasonCode;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Where it holds: a row, a part of a package. */
  readonly within?: Reason;
}

export function reason(code: ReasonCode, params?: Reason['params']): Reason {
  return params ? { code, params } : { code };
}

/** A reason with the place where it holds. */
export function within(code: ReasonCode, params: Reason['params'], inner: Reason): Reason {
  const place = reason(code, params);
  return { ...inner, within: inner.within ? { ...inner.within, within: place } : place };
}

/** As the commands print it. */
export function inEnglish(why: Reason): string {
  return reasonText(why, ({ code, params = {} }) =>
    REASONS[code].replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(params[name] ?? '')),
  );
}

/** The place, a colon and the reason, each as `say` has it. */
export function reasonText(why: Reason, say: (one: Reason) => string): string {
  const words = say(why);
  return why.within ? `${reasonText(why.within, say)}: ${words}` : words;
}

/** Several reasons, each once, in the order in which they came up. */
export class Reasons {
  private readonly found = new Map<string, Reason>();

  constructor(reasons: readonly Reason[] = []) {
    for (const one of reasons) this.add(one);
  }

  add(one: Reason): void {
    const key = inEnglish(one);
    if (!this.found.has(key)) this.found.set(key, one);
  }

  get all(): readonly Reason[] {
    return [...this.found.values()];
  }
}
