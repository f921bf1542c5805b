import { formatDate, formatDateTime, formatTime, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { dateIn } from '../platform/plain-date.js';
import type { Certificate, CertificateRecord, CertificateStatus } from './certificate.js';
import type { FileAnswer } from './check-file.js';
import { initialsOf } from './holder-name.rules.js';
import { statusOn } from './validity.rules.js';

type Colour = 'success' | 'info' | 'warning' | 'danger';

/** An answer in words; the colour, with its icon, says it once more. */
interface Answer {
  readonly colour: Colour;
  readonly heading: string;
  readonly text: string;
}

interface Fact {
  readonly term: string;
  readonly value: string;
  /** Of the value, for readers that speak; the page's own when it is in that. */
  readonly language: Locale;
}

/** Who reads: in which language, and when. */
export interface Reading {
  readonly locale: Locale;
  readonly t: Translate;
  readonly now: Date;
}

const COLOURS: Readonly<Record<CertificateStatus, Colour>> = {
  valid: 'success',
  notYetValid: 'info',
  expired: 'warning',
  revoked: 'danger',
  replaced: 'warning',
};

/** How much of the holder's name is shown, and what came of a guess at it. */
export type NameGuess =
  | { readonly kind: 'none' }
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly typed: string }
  | { readonly kind: 'blocked'; readonly until: Date };

/** The page behind a code that the register knows. */
export function statusPage(certificate: Certificate, guess: NameGuess, reading: Reading) {
  const { record } = certificate;
  const known = guess.kind === 'right';
  const today = dateIn(record.timeZone, reading.now);
  return {
    answer: statusAnswer(certificate, statusOn(certificate, today), reading),
    facts: factsOf(record, holderShown(record, known, reading), reading),
    nameKnown: known,
    nameErased: record.holderName === '',
    guessAction: `/v/${record.code}`,
    guessTyped: guess.kind === 'wrong' ? guess.typed : '',
    guessError: guessError(guess, record, reading),
  };
}

function holderShown({ holderName }: CertificateRecord, known: boolean, { t }: Reading): string {
  if (holderName === '') return t('verify.holderErased');
  return known ? holderName : initialsOf(holderName);
}

function guessError(guess: NameGuess, { timeZone }: CertificateRecord, { t, locale }: Reading) {
  if (guess.kind === 'wrong') return t('verify.name.wrong');
  if (guess.kind !== 'blocked') return '';
  // To the next whole minute: at the time we name, a guess is taken.
  const until = new Date(guess.until.getTime() + 59_999);
  return t('verify.name.blocked', { time: formatTime(until, locale, timeZone) });
}

function statusAnswer(
  { record, events }: Certificate,
  status: CertificateStatus,
  { locale, t }: Reading,
): Answer {
  const ended = events.find(({ kind }) => kind === status)?.at;
  return {
    colour: COLOURS[status],
    heading: t(`verify.status.${status}.title`),
    text: t(`verify.status.${status}.text`, {
      from: formatDate(record.validFrom, locale),
      to: formatDate(record.validTo, locale),
      since: ended === undefined ? '' : formatDate(dateIn(record.timeZone, ended), locale),
    }),
  };
}

function factsOf(record: CertificateRecord, holder: string, reading: Reading): Fact[] {
  const { locale, t, now } = reading;
  const title = inLocale(record.programmeTitles, locale);
  const fact = (name: string, value: string, language = locale): Fact => ({
    term: t(`verify.fact.${name}`),
    value,
    language,
  });
  return [
    fact('title', title.value, title.locale),
    fact('holder', holder),
    fact('issuer', record.municipalityName, record.locale),
    fact('examDate', formatDate(record.examDate, locale)),
    fact('validFrom', formatDate(record.validFrom, locale)),
    fact('validTo', formatDate(record.validTo, locale)),
    fact('code', record.code),
    fact('checkedAt', formatDateTime(now, locale, record.timeZone)),
  ];
}

/** Why a file could not even be looked at. */
export type UploadFault = 'no-file' | 'not-a-pdf' | 'too-large' | 'unreadable';

/** The page where files are checked: empty, with what is wrong with an upload, or with the answer for a file. */
export function filePage(given: FileAnswer | UploadFault | undefined, reading: Reading) {
  const { t } = reading;
  if (given === undefined) return { answer: undefined, facts: [], askOnline: false };
  if (typeof given === 'string')
    return { answer: faultAnswer(given, t), facts: [], askOnline: false };
  if (given.kind === 'altered' || given.kind === 'not-ours') {
    return { answer: refusalAnswer(given.kind, t), facts: [], askOnline: true };
  }
  // Whoever holds the genuine file has the name in front of them.
  const { record } = given.certificate;
  const facts = factsOf(record, holderShown(record, true, reading), reading);
  return { answer: genuineAnswer(given, reading), facts, askOnline: false };
}

const faultAnswer = (fault: UploadFault, t: Translate): Answer => ({
  colour: 'warning',
  heading: t(`verify.fault.${fault}.title`),
  text: t(`verify.fault.${fault}.text`),
});

const refusalAnswer = (kind: 'altered' | 'not-ours', t: Translate): Answer => ({
  colour: 'danger',
  heading: t(`verify.answer.${kind}.title`),
  text: t(`verify.answer.${kind}.text`),
});

function genuineAnswer(
  given: Extract<FileAnswer, { certificate: Certificate }>,
  reading: Reading,
): Answer {
  const { locale, t } = reading;
  const { certificate, kind, sealedAt } = given;
  const status = kind === 'in-force' ? 'valid' : given.status;
  const { colour, text } = statusAnswer(certificate, status, reading);
  const at = formatDateTime(sealedAt, locale, certificate.record.timeZone);
  return {
    colour,
    heading: t(`verify.answer.${kind}.title`),
    text: `${text} ${t('verify.answer.unaltered', { at })}`,
  };
}
