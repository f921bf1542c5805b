import type { Locale } from '../platform/locale.js';
import PDFDocument from 'pdfkit';
import type { CertificateFonts } from './certificate-fonts.js';
import { byteRangePlaceholder } from './byte-range.js';

/**
 * Everything here exists because pdfkit 0.20.2 or its types lack something. package.json pins that version exactly; after an upgrade
 * run the conformance tests and see which of these can go.
 */

export type Pdf = PDFKit.PDFDocument;
export type StructureElement = PDFKit.PDFStructureElement;

/** The types know neither `bbox` (of figures) nor `scope` (of table headers). */
export interface StructureOptions {
  readonly alt?: string;
  readonly bbox?: readonly [left: number, top: number, right: number, bottom: number];
  readonly scope?: 'Column' | 'Row';
  /** BCP 47, where it is not that of the document. */
  readonly lang?: string;
}

interface PdfProperties {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly keywords: string;
  readonly producer: string;
  readonly createdAt: Date;
  /** BCP 47. */
  readonly language: string;
}

interface PdfkitInternals {
  _root: { data: Record<string, unknown> };
  _addInfo: () => void;
  info: Record<string, unknown>;
}

const internalsOf = (pdf: Pdf): PdfkitInternals => pdf as unknown as PdfkitInternals;

/** BCP 47, with a country, as readers of PDF files know it. */
export const PDF_LANGUAGES: Readonly<Record<Locale, string>> = {
  nb: 'nb-NO',
  nn: 'nn-NO',
  sv: 'sv-SE',
  en: 'en-GB',
};

/** The bytes, once the document has ended. To be called before anything is drawn. */
export function collectPdf(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
}

/** An A4 document that claims PDF/A-3a and PDF/UA-1, with its fonts registered by name. Pages stay open until `end`. */
export function createArchivalPdf(properties: PdfProperties, fonts: CertificateFonts): Pdf {
  forgetGlyphs(fonts);
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: 0, left: 0, right: 0, bottom: 0 },
    pdfVersion: '1.7', // the default 1.3 writes no metadata at all
    subset: 'PDF/A-3a',
    tagged: true,
    bufferPages: true,
    displayTitle: true,
    lang: properties.language,
    // Without a font here pdfkit opens Helvetica, which is never embedded. The types do not know that a parsed font will do.
    font: fonts.sans as unknown as string,
    info: {
      Title: properties.title,
      Author: properties.author,
      Subject: properties.subject,
      Keywords: properties.keywords,
      Producer: properties.producer,
      Creator: properties.producer,
      CreationDate: properties.createdAt,
    },
  });
  for (const [name, font] of Object.entries(fonts)) {
    pdf.registerFont(name, font as unknown as string);
  }
  escapeMetadata(pdf);
  claimPdfUa(pdf);
  return pdf;
}

/**
 * fontkit keeps every glyph with the letter it was first fetched for, and none when that was as a part of another: after an Ö was
 * embedded, the O of the next document would be printed but could be neither copied, searched nor read out. `_glyphs` is its cache.
 */
function forgetGlyphs(fonts: CertificateFonts): void {
  for (const font of Object.values(fonts)) {
    (font as unknown as { _glyphs: Record<number, unknown> })._glyphs = {};
  }
}

/** `_addInfo` puts the properties into the XMP packet as they are; an `&` in a title makes it ill-formed XML. */
function escapeMetadata(pdf: Pdf): void {
  const internals = internalsOf(pdf);
  const addInfo = internals._addInfo.bind(pdf);
  internals._addInfo = () => {
    const plain = internals.info;
    internals.info = Object.fromEntries(
      Object.entries(plain).map(([key, value]) => [
        key,
        typeof value === 'string' ? escapeXml(value) : value,
      ]),
    );
    try {
      addInfo();
    } finally {
      internals.info = plain;
    }
  };
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);

/** `subset` takes PDF/A or PDF/UA, not both: the second claim is added here, with the schema description PDF/A asks for. */
function claimPdfUa(pdf: Pdf): void {
  pdf.appendXML(`
    <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
      <pdfuaid:part>1</pdfuaid:part>
    </rdf:Description>
    <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
        xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
        xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
      <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
        <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
          <pdfaProperty:name>part</pdfaProperty:name>
          <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
          <pdfaProperty:category>internal</pdfaProperty:category>
          <pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
        </rdf:li></rdf:Seq></pdfaSchema:property>
      </rdf:li></rdf:Bag></pdfaExtension:schemas>
    </rdf:Description>`);
}

/** A structure element; with a `draw` it holds what that draws and is complete. */
export function createElement(
  pdf: Pdf,
  tag: string,
  options: StructureOptions = {},
  draw?: () => void,
): StructureElement {
  return draw === undefined ? pdf.struct(tag, options) : pdf.struct(tag, options, draw);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A link annotation inside a Link element, with the description that PDF/UA wants and the types forget. */
export function addLink(
  pdf: Pdf,
  link: StructureElement,
  box: Box,
  url: string,
  description: string,
): void {
  const options = { structParent: link, Contents: pdfString(description) as unknown as string };
  pdf.link(box.x, box.y, box.width, box.height, url, options);
}

/** pdfkit writes a primitive string as a name (/Text) and a String object as a string (Text). */
const pdfString = (text: string): object => Object(text) as object;

interface SealField {
  readonly box: Box;
  readonly signerName: string;
  readonly reason: string;
  /** Read out by screen readers in place of the field. */
  readonly description: string;
  /** Claimed time of sealing, /M. */
  readonly sealedAt: Date;
  /** Room for the CMS; it takes twice as many characters in the file. */
  readonly reservedBytes: number;
}

/**
 * An empty signature field for `sealPdf` to fill. Made from plain objects, because pdfkit's form fields drop the description and their
 * place in the structure (its issue 1803), and `initForm` sets NeedAppearances, which PDF/A forbids. The field's own appearance is
 * empty: what the seal box says is page content, so that screen readers and text search find it.
 */
export function addSealField(pdf: Pdf, form: StructureElement, field: SealField): void {
  const signature = pdf.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    Reason: pdfString(field.reason),
    Name: pdfString(field.signerName),
    M: field.sealedAt,
    ByteRange: [0, byteRangePlaceholder, byteRangePlaceholder, byteRangePlaceholder],
    Contents: Buffer.alloc(field.reservedBytes),
  });
  signature.end(undefined);
  const { x, y, width, height } = field.box;
  const appearance = pdf.ref({
    Type: 'XObject',
    Subtype: 'Form',
    BBox: [0, 0, width, height],
    Resources: {},
  });
  appearance.end('q Q');
  const printAndLocked = 4 | 128;
  const widget = {
    Subtype: 'Widget',
    FT: 'Sig',
    F: printAndLocked,
    T: pdfString('Seal'),
    TU: pdfString(field.description),
    V: signature,
    AP: { N: appearance },
    P: pdf.page.dictionary,
    C: [], // otherwise pdfkit adds a colour of its own
    structParent: form,
  };
  pdf.annotate(x, y, width, height, widget);
  const annotations = pdf.page.annotations as readonly unknown[];
  const signaturesExistAndAppendOnly = 1 | 2;
  // `_root` is the catalogue; there is no public way to a form without `initForm`.
  internalsOf(pdf)._root.data['AcroForm'] = {
    Fields: [annotations.at(-1)],
    SigFlags: signaturesExistAndAppendOnly,
  };
  // It would look for the default font that only `initForm` makes.
  pdf.endAcroForm = () => pdf;
}

/** Attaches a file as an alternative form of the whole document (PDF/A-3, /AFRelationship), which the types do not know. */
export function attachAlternative(
  pdf: Pdf,
  content: Buffer,
  file: { name: string; type: string; description: string; createdAt: Date },
): void {
  const options = {
    name: file.name,
    type: file.type,
    description: file.description,
    relationship: 'Alternative',
    creationDate: file.createdAt,
    modifiedDate: file.createdAt,
  };
  pdf.file(content, options);
}
