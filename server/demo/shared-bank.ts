import type { SingleChoiceItem } from '../item-banks/item.js';
import type { Bank } from '../item-banks/read-bank.js';

/**
 * What the demo's region shares: a few items on insulin, made up for the demo. Sample content, to be approved by the municipality's pharmacist.
 */
export const sharedBank: Pick<Bank, 'id' | 'titles'> = {
  id: 'insulin',
  titles: {
    nb: 'Insulin: felles oppgaver',
    nn: 'Insulin: felles oppgåver',
    sv: 'Insulin: gemensamma frågor',
    en: 'Insulin: shared items',
  },
};

type Words = readonly [
  stem: string,
  rationale: string,
  right: string,
  ...wrong: readonly [string, string, string],
];

const SOURCE = 'Sample content, to be approved by the municipality’s pharmacist';

function anItem(id: string, words: Readonly<Record<'nb' | 'sv', Words>>): SingleChoiceItem {
  const textOf = ([stem, rationale, a, b, c, d]: Words) => ({
    stem,
    options: { a, b, c, d },
    rationale,
  });
  return {
    id,
    type: 'singleChoice',
    topic: 'drug-groups',
    pool: 'exam',
    critical: false,
    difficulty: 'medium',
    reviewBy: '2030-01-01',
    sources: [SOURCE],
    key: 'a',
    texts: { nb: textOf(words.nb), sv: textOf(words.sv) },
  };
}

const lowSugar = anItem('insulin-001', {
  nb: [
    'En våken bruker som får insulin, er skjelven og kaldsvett. Blodsukkeret er 3,1 mmol/l. Hva gjør du først?',
    'Lavt blodsukker hos en som er våken og kan svelge, behandles straks med raskt sukker.',
    'Gir raskt sukker, for eksempel juice',
    'Gir neste dose insulin',
    'Ber brukeren hvile en time',
    'Venter til legen ringer tilbake',
  ],
  sv: [
    'En vaken brukare som får insulin är skakig och kallsvettig. Blodsockret är 3,1 mmol/l. Vad gör du först?',
    'Lågt blodsocker hos någon som är vaken och kan svälja behandlas genast med snabbt socker.',
    'Ger snabbt socker, till exempel juice',
    'Ger nästa dos insulin',
    'Ber brukaren vila en timme',
    'Väntar tills läkaren ringer tillbaka',
  ],
});

const units = anItem('insulin-002', {
  nb: [
    'Du skal gi 8 enheter insulin med penn. Hva kontrollerer du rett før du setter dosen?',
    'Navn, legemiddel, dose og tidspunkt kontrolleres hver gang; ulike insuliner forveksles lett.',
    'Rett person, rett insulin og at pennen er stilt på 8 enheter',
    'At pennen er kald nok',
    'At pennen er stilt på 8 ml',
    'At det er minst 80 enheter igjen',
  ],
  sv: [
    'Du ska ge 8 enheter insulin med penna. Vad kontrollerar du precis innan du ger dosen?',
    'Namn, läkemedel, dos och tidpunkt kontrolleras varje gång; olika insuliner förväxlas lätt.',
    'Rätt person, rätt insulin och att pennan är inställd på 8 enheter',
    'Att pennan är tillräckligt kall',
    'Att pennan är inställd på 8 ml',
    'Att minst 80 enheter finns kvar',
  ],
});

const storage = anItem('insulin-003', {
  nb: [
    'Hvor finner du hvor lenge en insulinpenn i bruk er holdbar?',
    'Holdbarheten etter åpning er ulik for ulike insuliner og står i pakningsvedlegget.',
    'I pakningsvedlegget til det insulinet',
    'På datoen i personens pass',
    'I vaktplanen',
    'Den er alltid ett år',
  ],
  sv: [
    'Var hittar du hur länge en insulinpenna i bruk är hållbar?',
    'Hållbarheten efter öppnandet är olika för olika insuliner och står i bipacksedeln.',
    'I bipacksedeln till just det insulinet',
    'På datumet i personens pass',
    'I schemat',
    'Den är alltid ett år',
  ],
});

const unmarked = anItem('insulin-004', {
  nb: [
    'En insulinpenn i bruk er ikke merket med dato. Hva gjør du?',
    'Uten dato kan ingen vite om insulinet fortsatt virker: ta en ny, merk den og lever den gamle til retur.',
    'Tar en ny penn, merker den med dato og leverer den gamle til retur',
    'Bruker den til den er tom',
    'Gir dobbel dose for sikkerhets skyld',
    'Skriver dagens dato på den gamle',
  ],
  sv: [
    'En insulinpenna i bruk är inte märkt med datum. Vad gör du?',
    'Utan datum kan ingen veta om insulinet fortfarande verkar: ta en ny, märk den och lämna den gamla för kassation.',
    'Tar en ny penna, märker den med datum och lämnar den gamla för kassation',
    'Använder den tills den är tom',
    'Ger dubbel dos för säkerhets skull',
    'Skriver dagens datum på den gamla',
  ],
});

export const sharedItems: readonly SingleChoiceItem[] = [
  { ...lowSugar, critical: true },
  units,
  storage,
  unmarked,
];
