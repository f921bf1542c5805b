import assert from 'node:assert/strict';
import { readTexts, textsOf } from '../../server/platform/http/i18n.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { noticeMail, type NoticeFacts } from '../../server/reminders/notice.view.js';

const texts = readTexts();
const lastDay = plainDate('2026-11-30');

function aMail(changes: Partial<NoticeFacts> = {}) {
  const locale = changes.locale ?? 'nb';
  const facts: NoticeFacts = {
    kind: 'holder',
    locale,
    recipientName: 'Ingrid Lie',
    holderName: 'Ingrid Lie',
    unitName: 'Solbakken sykehjem',
    municipalityName: 'Fjordby kommune',
    programmeTitle: 'Legemiddelhåndtering',
    validTo: lastDay,
    renewableFrom: addDays(lastDay, -90),
    today: addDays(lastDay, -14),
    publicUrl: 'https://medsert.fjordby.example',
    ...changes,
  };
  return noticeMail(facts, texts(locale));
}

interface InLanguage {
  readonly date: string;
  readonly days: string;
  readonly tomorrow: RegExp;
  readonly today: RegExp;
  readonly lapsed: RegExp;
  readonly why: RegExp;
}
const inLanguages: Readonly<Record<Locale, InLanguage>> = {
  nb: {
    date: '30. november 2026',
    days: 'om 14 dager',
    tomorrow: /i morgen/,
    today: /til og med i dag/,
    lapsed: /gjaldt .* ikke lenger gyldig/,
    why: /Du får denne påminnelsen fordi .* Fjordby kommune/,
  },
  nn: {
    date: '30. november 2026',
    days: 'om 14 dagar',
    tomorrow: /i morgon/,
    today: /til og med i dag/,
    lapsed: /gjaldt .* ikkje lenger gyldig/,
    why: /Du får denne påminninga fordi .* Fjordby kommune/,
  },
  sv: {
    date: '30 november 2026',
    days: 'om 14 dagar',
    tomorrow: /i morgon/,
    today: /till och med i dag/,
    lapsed: /gällde .* inte längre giltigt/,
    why: /Du får den här påminnelsen eftersom .* Fjordby kommune/,
  },
  en: {
    date: '30 November 2026',
    days: 'in 14 days',
    tomorrow: /tomorrow/,
    today: /including today/,
    lapsed: /was valid .* no longer valid/,
    why: /You get this reminder because .* Fjordby kommune/,
  },
};

describe('the mail of a notice', () => {
  for (const locale of LOCALES) {
    const expected = inLanguages[locale];

    describe(`in ${locale}`, () => {
      it('tells the holder what lapses when, what to do next and why', () => {
        const { subject, text } = aMail({ locale });
        assert.ok(subject.includes('Legemiddelhåndtering') && subject.includes(expected.date));
        assert.ok(text.includes(expected.date) && text.includes(expected.days));
        assert.match(text, /\nhttps:\/\/medsert\.fjordby\.example\/\n/);
        assert.match(text, expected.why);
      });

      it('names person and unit to the unit head, who is led to the overview', () => {
        const { subject, text } = aMail({ locale, kind: 'unitHead', recipientName: 'Kari Moe' });
        assert.ok(subject.includes('Ingrid Lie') && subject.includes(expected.date));
        assert.match(text, /Kari Moe/);
        assert.match(text, /Ingrid Lie \(Solbakken sykehjem\)/);
        assert.match(text, /\nhttps:\/\/medsert\.fjordby\.example\/oversight\n/);
        assert.match(text, expected.why);
      });

      for (const kind of ['holder', 'unitHead'] as const)
        it(`says to the ${kind} that it is tomorrow, today, or over`, () => {
          assert.match(
            aMail({ locale, kind, today: addDays(lastDay, -1) }).text,
            expected.tomorrow,
          );
          assert.match(aMail({ locale, kind, today: lastDay }).text, expected.today);
          assert.match(aMail({ locale, kind, today: addDays(lastDay, 3) }).text, expected.lapsed);
        });

      it('says when renewing begins while it has not', () => {
        const renewableFrom = plainDate('2026-11-20');
        const { text } = aMail({ locale, renewableFrom });
        assert.match(text, /20\.? [Nn]ovember 2026/);
        assert.doesNotMatch(
          aMail({ locale, renewableFrom, today: renewableFrom }).text,
          /20\.? [Nn]ov/,
        );
      });
    });
  }

  it('says the same as HTML, with the language', () => {
    const { html, text, subject } = aMail({ locale: 'sv' });
    assert.match(html, /<html lang="sv">/);
    const readable = html
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<br>\n/g, '\n')
      .replace(/<\/p>/g, '\n')
      .replace(/<[^>]+>/g, '');
    assert.equal(readable.replace(/\s+/g, ' ').trim(), text.replace(/\s+/g, ' ').trim());
    assert.ok(html.includes(`<title>${subject}</title>`));
  });

  it('takes names for text, never for markup', () => {
    const name = '<script>alert("1")</script> & $t(reminders.noReply) {{date}}';
    const { html, text } = aMail({ kind: 'unitHead', holderName: name });
    assert.doesNotMatch(html, /<script>/);
    assert.match(html, /&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt; &amp; \$t\(/);
    assert.ok(text.includes(name));
  });

  it('greets who has no name', () => {
    assert.match(aMail({ recipientName: '' }).text, /^Hei\.\n/);
  });

  it('has the same texts in all four languages, and each in its own words', () => {
    const own = (locale: Locale) =>
      Object.entries(textsOf(locale)).filter(([key]) => /^(reminders|outbox)\./.test(key));
    const keys = own('nb').map(([key]) => key);
    assert.ok(keys.length > 30);
    for (const locale of LOCALES) {
      assert.deepEqual(
        own(locale).map(([key]) => key),
        keys,
      );
      for (const [key, text] of own(locale)) {
        assert.notEqual(text.trim(), '', key);
        assert.deepEqual(placeholders(text), placeholders(textsOf('nb')[key] ?? ''), key);
        if (locale === 'sv') assert.doesNotMatch(text, /[æøÆØ«»]/, key);
        if (locale === 'nn') assert.doesNotMatch(text, /\b(ikke|hva|hvem|fra|gjelder|noe)\b/, key);
      }
    }
  });
});

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
}
