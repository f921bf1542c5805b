import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import type { CertificateDocument } from '../../server/certification/certificate-document.js';
import { UnprintableCharacter } from '../../server/certification/certificate-fonts.js';
import { certificateLanguages } from '../../server/certification/certificate-texts.js';
import { issueCredential } from '../../server/certification/credential.js';
import { aCertificate, aCredentialRecord, credentialUrls } from './a-certificate.js';
import { skienSeal } from './a-seal.js';
import { aSealedCertificate, anUnsealedCertificate } from './a-sealed-certificate.js';
import { inspectFile, runTool, withFolder } from './external-tool.js';

const longName = 'Anne-Margrethe Kristoffersen-Bjørnstad & Nordahl-Grundtvigsen';
const sámiName = 'Guŧŧorm Áŋŋel Čáhppes Đuoddar Šaddi Žiŋkke Ŋuorra Njállaidná';
const longTitle =
  'Sertifikat i legemiddelhåndtering & administrering av legemidler for vikarer i hjemmetjenesten';

const print = async (document: Partial<CertificateDocument> = {}): Promise<Buffer> =>
  (await aSealedCertificate({ document })).bytes;

/** The text in reading order, lines joined. */
const textOf = async (pdf: Buffer): Promise<string> =>
  (await inspectFile(pdf, 'pdftotext', '-raw', 'FILE', '-')).replace(/\s+/g, ' ');

/** Names of the fonts in which the words of a text are set. */
const fontsOf = async (pdf: Buffer): Promise<string[]> =>
  (await inspectFile(pdf, 'pdffonts', 'FILE'))
    .split('\n')
    .slice(2)
    .filter((line) => line !== '');

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

async function wordsOf(pdf: Buffer): Promise<Word[][]> {
  const html = await inspectFile(pdf, 'pdftotext', '-bbox', 'FILE', '-');
  const word =
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<\/word>/g;
  return html
    .split('<page ')
    .slice(1)
    .map((page) =>
      Array.from(page.matchAll(word), ([, left, top, right, bottom, text = '']) => ({
        text,
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      })),
    );
}

/** Pairs of words that are printed on each other. Line boxes touch; a third of their height is more than touching. */
function collisionsOf(words: readonly Word[]): string[] {
  return words.flatMap((a, index) =>
    words.slice(index + 1).flatMap((b) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const lowest = Math.min(a.bottom - a.top, b.bottom - b.top);
      return across > 0.5 && down > lowest / 3 ? [`${a.text} / ${b.text}`] : [];
    }),
  );
}

for (const language of certificateLanguages) {
  describe(`a certificate in ${language}`, () => {
    let pdf: Buffer;

    before(async () => {
      pdf = await print({ language });
    });

    it('is a sound PDF to qpdf', async () => {
      assert.match(await inspectFile(pdf, 'qpdf', '--check', 'FILE'), /No syntax or stream/);
    });

    it('says everything that its document says', async () => {
      const printed = await textOf(pdf);
      const { labels, results, scope, ...document } = aCertificate({ language });
      const said = [
        ...[document.issuer, document.unit, document.number, document.title, document.holder],
        ...[document.statement, document.issued.value, document.validTo.value, document.code],
        ...[document.verifyUrl, document.footer, labels.sealHeading, labels.verifyHelp],
        ...results.flatMap(({ section, result, date }) => [section, result, date]),
        ...scope,
      ];
      for (const text of said) assert.ok(printed.includes(text), text);
    });

    it('embeds all its fonts, with their Unicode', async () => {
      const fonts = await fontsOf(pdf);
      assert.equal(fonts.length, 3);
      for (const font of fonts) assert.match(font, /yes yes yes/);
    });

    it('is tagged, in its language, and titled', async () => {
      const facts = await inspectFile(pdf, 'pdfinfo', 'FILE');
      assert.match(facts, /Tagged: +yes/);
      assert.match(facts, /Pages: +1/);
      assert.ok(facts.includes(`${aCertificate({ language }).title} – MS-2026-004217`));
      assert.match(pdf.toString('latin1'), new RegExp(`/Lang \\(${language}`));
    });
  });
}

describe('the structure of a certificate', () => {
  it('is that of the page: heading, table with column headings, list, figure, link, form', async () => {
    const tree = await inspectFile(await print(), 'pdfinfo', '-struct', 'FILE');
    const tags = Array.from(tree.matchAll(/^ *([A-Z]\w*)/gm), ([, tag]) => tag);
    const order = ['Document', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Lbl', 'LBody'];
    const firsts = [...order, 'Figure', 'Link', 'Form'].map((tag) => tags.indexOf(tag));
    assert.deepEqual(
      firsts,
      [...firsts].sort((a, b) => a - b),
    );
    assert.equal(firsts.includes(-1), false);
    assert.equal(tree.match(/\/Scope \/Column/g)?.length, 3);
  });

  it('tells in words what the QR code, the link and the seal field are', async () => {
    const source = (await print({ language: 'en' })).toString('latin1');
    assert.match(source, /\/Alt \(QR code that opens the verification page/);
    assert.match(source, /\/Contents \(Open the verification page of the certificate\)/);
    assert.match(source, /\/TU \(Electronic seal of the issuer\)/);
  });

  it('claims PDF/A-3a and PDF/UA-1 in well-formed metadata, even with an ampersand', async () => {
    const pdf = await print({ issuer: 'Bø & <Sauherad>', title: 'Legemidler & utstyr' });
    const xmp = /<\?xpacket begin[^]*?<\?xpacket end="w"\?>/.exec(pdf.toString('utf8'))?.[0] ?? '';
    const faults: string[] = [];
    const report = (_level: string, fault: string): void => {
      faults.push(fault);
    };
    const metadata = new DOMParser({ errorHandler: report }).parseFromString(xmp, 'text/xml');
    assert.deepEqual(faults, []);
    const valueOf = (name: string): string | null | undefined =>
      metadata.getElementsByTagName(name)[0]?.textContent;
    assert.equal(valueOf('pdfaid:part'), '3');
    assert.equal(valueOf('pdfaid:conformance'), 'A');
    assert.equal(valueOf('pdfuaid:part'), '1');
    assert.equal(valueOf('dc:creator')?.trim(), 'Bø & <Sauherad>');
    assert.equal(valueOf('dc:title')?.trim(), 'Legemidler & utstyr – MS-2026-004217');
  });
});

describe('the attachment of a certificate', () => {
  it('is the credential, to the byte', async () => {
    const credentialJwt = await issueCredential(aCredentialRecord(), skienSeal(), credentialUrls);
    const { bytes } = await aSealedCertificate({ credentialJwt });
    await withFolder((folder) => {
      const file = join(folder, 'certificate.pdf');
      const saved = join(folder, 'credential.jwt');
      writeFileSync(file, bytes);
      assert.match(runTool('pdfdetach', ['-list', file]), /1: credential\.jwt/);
      runTool('pdfdetach', ['-save', '1', '-o', saved, file]);
      assert.equal(readFileSync(saved, 'ascii'), credentialJwt);
    });
  });
});

describe('long texts on a certificate', () => {
  const sections = Array.from({ length: 14 }, (_, index) => ({
    section: `Del ${index + 1}: observasjon, dokumentasjon og oppfølging av legemiddelbehandling`,
    result: '100 % (bestått, etter ny gjennomgang)',
    date: '14.11.2026',
  }));
  const cases: Readonly<Record<string, Partial<CertificateDocument>>> = {
    'a name of sixty letters': { holder: longName },
    'a name with Sámi letters': { holder: sámiName },
    'a long title': { title: longTitle },
    'a title of one endless word': { title: `${'Legemiddelhåndterings'.repeat(3)}sertifikat` },
    'a long issuer': { issuer: `${longName} og ${sámiName}`, unit: longTitle.repeat(2) },
    'a long statement and footer': { statement: longTitle.repeat(5), footer: longTitle.repeat(3) },
    'long rules and dates': {
      rules: { label: 'Regler', value: longTitle },
      issued: { label: 'Utstedt', value: 'den tjueførste november 2026' },
    },
    'a long address': { verifyUrl: `https://${'kommune.'.repeat(8)}example/v/7K3M-9QXW-2HTD-F5BR` },
    'more results than a page holds': { results: sections },
    'everything at once, in the demo': {
      holder: `${sámiName} & ${longName}`,
      title: longTitle,
      issuer: longName,
      results: sections,
      scope: sections.map(({ section }) => section.repeat(3)),
      demo: true,
    },
  };
  for (const [name, document] of Object.entries(cases)) {
    it(`do not run into each other or off the page: ${name}`, async () => {
      const pages = await wordsOf(await print(document));
      for (const words of pages) {
        assert.deepEqual(collisionsOf(words), []);
        for (const { text, left, right, top, bottom } of words) {
          const isInside = left > 28 && right < 567.3 && top > 28 && bottom < 814;
          assert.ok(isInside, `${text} is outside the frame`);
        }
      }
    });
  }

  it('are printed whole', async () => {
    const printed = await textOf(await print({ holder: longName, title: longTitle }));
    // A line may end after a hyphen, where the text has no space.
    const withoutSpaces = printed.replace(/ /g, '');
    assert.ok(withoutSpaces.includes(longName.replace(/ /g, '')));
    assert.ok(withoutSpaces.includes(longTitle.replace(/ /g, '')));
  });

  it('go on to a second page that says which certificate it belongs to', async () => {
    const pdf = await print({ results: sections, scope: sections.map(({ section }) => section) });
    const [first = [], second = []] = (await wordsOf(pdf)).map((words) =>
      words.map(({ text }) => text),
    );
    assert.ok(first.join(' ').includes('Side 1 av 2'));
    assert.ok(first.includes('7K3M-9QXW-2HTD-F5BR'), 'the proof stays on the first page');
    assert.ok(second.join(' ').includes('MS-2026-004217 · Side 2 av 2'));
    assert.match(await inspectFile(pdf, 'pdfsig', 'FILE'), /Total document signed/);
  });
});

describe('the letters of a name', () => {
  it('are set in the serif where it has them all', async () => {
    const fonts = await fontsOf(await print({ holder: 'Áile Čáhppes-Đorđević Łukasz Ŋilsen' }));
    assert.equal(fonts.length, 3);
  });

  it('are all set in the semibold sans when the serif lacks one (ŧ)', async () => {
    const pdf = await print({ holder: sámiName, title: 'Duođaštus Guŧŧorii' });
    assert.deepEqual(
      (await fontsOf(pdf)).filter((font) => font.includes('Serif')),
      [],
      'neither name nor title is left for the serif',
    );
    assert.ok((await textOf(pdf)).includes(sámiName));
  });

  it('can be copied and read out whatever was printed before with the same fonts', async () => {
    // Accented letters are built from plain ones in the font file.
    await print({ holder: 'ÅÄÖÉÈÜÁÓÚÝČŠŽ åäöéèüáóúýčšž' });
    const plain = 'AOEUYCSZ aoeuycsz';
    assert.ok((await textOf(await print({ holder: plain, unit: plain }))).includes(plain));
  });

  it('are composed with their accents', async () => {
    const decomposed = 'A\u030ase Bjo\u0308rk';
    assert.ok((await textOf(await print({ holder: decomposed }))).includes('Åse Björk'));
  });

  it('are refused by name when no font has them', async () => {
    await assert.rejects(
      anUnsealedCertificate({ document: { holder: 'Li 李' } }),
      new UnprintableCharacter('李'),
    );
  });
});

describe('a certificate of the demo', () => {
  it('says in words on every page that it is not valid', async () => {
    const results = Array.from({ length: 40 }, () => aCertificate().results).flat();
    const pages = await wordsOf(await print({ demo: true, results }));
    assert.ok(pages.length > 1);
    for (const words of pages) {
      const line = words.map(({ text }) => text).join(' ');
      assert.ok(line.includes('DEMO – ikke gyldig'));
    }
  });

  it('is the only one that says so', async () => {
    assert.equal((await textOf(await print())).includes('DEMO'), false);
  });
});

describe('drawing a certificate', () => {
  it('gives the same file for the same document', async () => {
    const again = await anUnsealedCertificate();
    assert.ok((await anUnsealedCertificate()).equals(again));
  });

  it('leaves out what is empty', async () => {
    const printed = await textOf(await print({ results: [], scope: [] }));
    assert.equal(printed.includes('Resultater'), false);
    assert.equal(printed.includes('Sertifikatet omfatter'), false);
  });

  it('takes only numbers that can be read back', async () => {
    await assert.rejects(anUnsealedCertificate({ document: { number: 'nr (1)' } }), /nr \(1\)/);
  });
});
