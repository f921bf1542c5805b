import { tableOf } from '../write/csv.js';
import type { TemplateLanguage } from './columns.js';

type Cells = Readonly<Record<string, string>>;

const COMMON: Cells = {
  topic: 'law',
  pool: 'exam',
  critical: 'false',
  difficulty: 'medium',
  sources: 'Sample content, to be approved by the pharmacist',
};

/** One item of each type: what is the same in all languages, its texts in bokmål, and in English. */
const SAMPLES: readonly (readonly [about: Cells, nb: Cells, en: Cells])[] = [
  [
    { type: 'singleChoice', key: 'A' },
    {
      question: 'Hva gjør du først?',
      a: 'Kontrollerer navn og fødselsdato',
      b: 'Gir medisinen',
      c: 'Signerer',
      rationale: 'Rett pasient kontrolleres alltid først.',
    },
    {
      question: 'What do you do first?',
      a: 'Check name and date of birth',
      b: 'Give the medicine',
      c: 'Sign',
      rationale: 'The right patient is always checked first.',
    },
  ],
  [
    { type: 'multipleResponse', key: 'A B' },
    {
      question: 'Hva skal stå på etiketten?',
      a: 'Navn',
      b: 'Dato',
      c: 'Din alder',
      rationale: 'Navn og dato må være med.',
    },
    {
      question: 'What belongs on the label?',
      a: 'The name',
      b: 'The date',
      c: 'Your age',
      rationale: 'Name and date must be there.',
    },
  ],
  [
    { type: 'ordering', key: 'B C A' },
    {
      question: 'I hvilken rekkefølge gjør du dette?',
      a: 'Signerer',
      b: 'Vasker hendene',
      c: 'Gir medisinen',
      rationale: 'Hygiene først, signatur sist.',
    },
    {
      question: 'In which order do you do this?',
      a: 'Sign',
      b: 'Wash your hands',
      c: 'Give the medicine',
      rationale: 'Hygiene first, signature last.',
    },
  ],
  [
    { type: 'matching', key: '1=A 2=B' },
    {
      question: 'Hvordan oppbevares disse?',
      '1': 'Uåpnet insulin',
      '2': 'Brusetabletter',
      a: 'I kjøleskap',
      b: 'Tørt',
      c: 'I fryser',
      rationale: 'Insulin tåler ikke frost.',
    },
    {
      question: 'How are these kept?',
      '1': 'Unopened insulin',
      '2': 'Effervescent tablets',
      a: 'In a refrigerator',
      b: 'Dry',
      c: 'In a freezer',
      rationale: 'Insulin does not stand frost.',
    },
  ],
  [
    { type: 'numeric', key: '2,5', unit: 'ml', mistakes: 'inverted=0,4' },
    {
      question: 'Pasienten skal ha 5 mg. Miksturen er på 2 mg/ml. Hvor mange ml gir du?',
      rationale: '5 delt på 2 er 2,5.',
    },
    {
      question: 'The patient is to have 5 mg. The mixture holds 2 mg/ml. How many ml do you give?',
      rationale: '5 divided by 2 is 2.5.',
    },
  ],
];

/** Headings and one example of each type: a row for each language, what is common only in the first. */
export function templateTable(language: TemplateLanguage): string[][] {
  const rows = SAMPLES.flatMap(([about, nb, en], index) => {
    const id = `example-${index + 1}`;
    return [
      { id, language: 'nb', ...COMMON, ...about, ...nb },
      { id, language: 'en', ...en },
    ];
  });
  return tableOf(rows, language);
}
