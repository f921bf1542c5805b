import assert from 'node:assert/strict';
import type { CertificateRecord } from '../../server/certification/certificate.js';
import { certificateDocument } from '../../server/certification/certificate-document.view.js';
import { renderCertificate } from '../../server/certification/certificate-pdf.js';
import { LOCALES } from '../../server/platform/locale.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { certificateFonts } from './a-sealed-certificate.js';
import { aProgramme, examEnd, publicUrl, texts } from './certification-house.js';
import { inspectFile } from './external-tool.js';

const programme = aProgramme();
const record: CertificateRecord = {
  id: '0123456789abcdef01234567',
  code: '7K3M-9QXW-2HTD-F5BR',
  municipalityId: 'skien',
  municipalityName: 'Skien kommune',
  colour: '#0b5cab',
  personId: 'nurse',
  holderName: 'Áile-Máret Bjørnæs-Nilsen',
  programmeId: 'medicines',
  programmeVersion: 3,
  programmeTitles: programme.titles,
  statement: programme.statement,
  attemptId: 'attempt',
  cycle: 1,
  locale: 'nb',
  timeZone: 'Europe/Oslo',
  examDate: plainDate('2026-11-21'),
  // Sent in late in the evening of one day, issued in the night of the next.
  issuedAt: new Date('2026-11-21T23:30:00Z'),
  validFrom: plainDate('2026-11-21'),
  validTo: plainDate('2028-11-20'),
  sections: [
    { titles: { nb: 'Lover og regler', en: 'Law and rules' }, right: 4, total: 4 },
    { titles: { nb: 'Legemiddelregning', en: 'Calculation' }, right: 3, total: 4 },
  ],
  right: 7,
  total: 8,
};

const documentOf = (changes: Partial<CertificateRecord> = {}, demo = false) => {
  const changed = { ...record, ...changes };
  return certificateDocument(changed, texts(changed.locale), { publicUrl, demo });
};

describe('what is printed on a certificate', () => {
  it('is in the language of the record, with dates in words', () => {
    const document = documentOf();
    assert.deepEqual(document.results, [
      { section: 'Lover og regler', result: '4 av 4', date: '21. november 2026' },
      { section: 'Legemiddelregning', result: '3 av 4', date: '21. november 2026' },
      { section: 'Til sammen', result: '7 av 8', date: '21. november 2026' },
    ]);
    assert.deepEqual(document.validTo, { label: 'Gyldig til og med', value: '20. november 2028' });
    const english = documentOf({ locale: 'en' });
    assert.equal(english.results[1]?.result, '3 of 4');
    assert.equal(english.validTo.value, '20 November 2028');
    assert.equal(english.labels.awardedTo, 'This certificate shows that');
  });

  it('dates the issue by the calendar of the municipality', () => {
    assert.deepEqual(documentOf().issued, { label: 'Utstedt', value: '22. november 2026' });
  });

  it('takes the nearest language for a text that is missing in its own', () => {
    const document = documentOf({ locale: 'sv' });
    assert.equal(document.title, 'Läkemedelshantering');
    assert.equal(document.results[0]?.section, 'Lover og regler');
    assert.equal(document.results[0].result, '4 av 4');
  });

  it('names the rules as the credential does, and the page behind the code', () => {
    const document = documentOf();
    assert.deepEqual(document.rules, { label: 'Regler', value: 'medicines/3' });
    assert.equal(document.verifyUrl, `${publicUrl}/v/7K3M-9QXW-2HTD-F5BR`);
    assert.equal(document.number, document.code);
  });

  it('says that a demo is not valid', () => {
    assert.deepEqual([documentOf().demo, documentOf({}, true).demo], [false, true]);
  });

  for (const locale of LOCALES) {
    it(`fits on one page in ${locale}, with all sections of a long test`, async () => {
      const titles = { nb: 'Legemiddelformer, styrke og tilberedning', en: 'Forms and strength' };
      const sections = Array.from({ length: 11 }, () => ({ titles, right: 4, total: 4 }));
      const pdf = await renderCertificate(
        documentOf({ locale, sections, validTo: plainDate('2028-09-30') }, true),
        certificateFonts(),
        { signerName: 'Skien kommune', sealedAt: examEnd, credentialJwt: 'a.b.c' },
      );
      assert.match(await inspectFile(pdf, 'pdfinfo', 'FILE'), /Pages: +1\n/);
      const text = await inspectFile(pdf, 'pdftotext', '-layout', 'FILE', '-');
      assert.match(text, /7 (av|of) 8/);
    });
  }
});
