import type { CertificateDocument } from '../../server/certification/certificate-document.js';
import {
  certificateLabels,
  certificateText,
} from '../../server/certification/certificate-texts.js';
import type { CertificateLanguage } from '../../server/certification/certificate-texts.js';
import type {
  CredentialRecord,
  CredentialUrls,
} from '../../server/certification/credential-record.js';

/** The instant at which the tests seal. */
export const sealedAt = new Date('2026-11-21T19:35:21Z');

const verifyUrl = 'https://medsert.skien.example/v/7K3M-9QXW-2HTD-F5BR';

interface Sample {
  readonly unit: string;
  readonly programme: string;
  readonly sections: readonly string[];
  readonly scope: readonly string[];
  readonly dates: readonly [string, string, string];
}

const samples: Readonly<Record<CertificateLanguage, Sample>> = {
  nb: {
    unit: 'Helse og omsorg · Kompetanse i legemiddelhåndtering',
    programme: 'legemiddelhåndtering for helsepersonell',
    sections: ['Lover og regler', 'Legemiddelregning', 'Legemiddellære', 'Praktisk håndtering'],
    scope: [
      'Istandgjøring av dosett og multidose',
      'Utdeling av legemidler gjennom munnen, i endetarmen og til inhalasjon',
      'Injeksjoner under huden (s.c.) og i muskel (i.m.)',
    ],
    dates: ['14.11.2026', '21.11.2026', '20.11.2028'],
  },
  nn: {
    unit: 'Helse og omsorg · Kompetanse i legemiddelhandtering',
    programme: 'legemiddelhandtering for helsepersonell',
    sections: ['Lover og reglar', 'Legemiddelrekning', 'Legemiddellære', 'Praktisk handtering'],
    scope: [
      'Istandgjering av dosett og multidose',
      'Utdeling av legemiddel gjennom munnen, i endetarmen og til inhalasjon',
      'Injeksjonar under huda (s.c.) og i muskel (i.m.)',
    ],
    dates: ['14.11.2026', '21.11.2026', '20.11.2028'],
  },
  sv: {
    unit: 'Vård och omsorg · Läkemedelshantering',
    programme: 'läkemedelshantering inför delegering',
    sections: ['Lagar och regler', 'Läkemedelsräkning', 'Läkemedelslära', 'Praktisk hantering'],
    scope: [
      'Iordningställande från dosett och dospåse',
      'Överlämnande av läkemedel genom munnen, i ändtarmen och för inhalation',
      'Insulin med penna (s.c.)',
    ],
    dates: ['2026-11-14', '2026-11-21', '2027-11-20'],
  },
  en: {
    unit: 'Health and care · Competence in medicines handling',
    programme: 'medicines handling for health personnel',
    sections: ['Law and rules', 'Medicines calculation', 'Pharmacology', 'Practical handling'],
    scope: [
      'Preparing pill organisers and unit-dose sachets',
      'Giving medicines by mouth, rectally and by inhalation',
      'Injections under the skin (s.c.) and into muscle (i.m.)',
    ],
    dates: ['14 Nov 2026', '21 Nov 2026', '20 Nov 2028'],
  },
};

export function aCertificate(changes: Partial<CertificateDocument> = {}): CertificateDocument {
  const language = changes.language ?? 'nb';
  const { unit, programme, sections, scope, dates } = samples[language];
  const [taken, issued, validTo] = dates;
  const text = (key: string, values = {}): string => certificateText(language, key, values);
  return {
    language,
    labels: certificateLabels(language),
    issuer: 'Skien kommune',
    unit,
    number: 'MS-2026-004217',
    title: text('title'),
    holder: 'Áile-Máret Bjørnæs-Nilsen',
    statement: text('statement', { programme }),
    results: sections.map((section, index) => ({
      section,
      result: text('passedWithPercent', { percent: String(91 + 3 * (index % 4)) }),
      date: taken,
    })),
    scope,
    issued: { label: text('issued'), value: issued },
    validTo: { label: text('validTo'), value: validTo },
    rules: { label: text('rules'), value: 'Skien 2026.2' },
    verifyUrl,
    code: '7K3M-9QXW-2HTD-F5BR',
    themeColour: '#0b5cab',
    demo: false,
    footer: text('footer'),
    ...changes,
  };
}

export function aCredentialRecord(changes: Partial<CredentialRecord> = {}): CredentialRecord {
  return {
    number: 'MS-2026-004217',
    title: 'Sertifikat i legemiddelhåndtering',
    description: 'Teoretisk kompetanse i legemiddelhåndtering for helsepersonell.',
    criteria: 'Gjennomført e-læring og bestått prøve på én time.',
    language: 'nb',
    holderName: 'Áile-Máret Bjørnæs-Nilsen',
    holderId: 'urn:uuid:0b7d1a3e-5c1f-4d0e-9a52-5f1c8e2b7a90',
    issuerName: 'Skien kommune',
    validFrom: sealedAt,
    validUntil: new Date('2028-11-20T22:59:59Z'),
    results: [{ section: 'Legemiddelregning', result: '100 % (bestått)' }],
    scope: ['Istandgjøring av dosett og multidose'],
    rulesVersion: 'Skien 2026.2',
    ...changes,
  };
}

export const credentialUrls: CredentialUrls = {
  issuer: 'https://medsert.skien.example/skien',
  credentials: 'https://medsert.skien.example/skien/certificates',
  keys: 'https://medsert.skien.example/keys',
  achievement: 'https://medsert.skien.example/skien/programmes/legemiddelhandtering',
};
