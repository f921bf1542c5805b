import { escapeXml } from '../escape-xml.js';
import type { Words } from '../question-content.js';

/** The texts of an item in its further languages, as QTI 3.0 keeps them: a catalog that elements refer to. */
export class Catalog {
  private readonly catalogs: string[] = [];

  private readonly language: string;

  constructor(language: string) {
    this.language = language;
  }

  /** An element with the text in the item's own language, and a reference to the others. */
  element(name: string, attributes: string, words: Words): string {
    const others = Object.entries(words).filter(([language]) => language !== this.language);
    const reference = others.length === 0 ? '' : ` data-catalog-idref="${this.add(others)}"`;
    return `<${name}${attributes}${reference}>${xhtml(words[this.language] ?? '')}</${name}>`;
  }

  private add(others: readonly (readonly [language: string, html: string])[]): string {
    const id = `C${this.catalogs.length + 1}`;
    const entries = others.map(
      ([language, html]) =>
        `<qti-card-entry xml:lang="${escapeXml(language)}"><qti-html-content>${xhtml(html)}</qti-html-content></qti-card-entry>`,
    );
    this.catalogs.push(
      `<qti-catalog id="${id}"><qti-card support="keyword-translation">${entries.join('')}</qti-card></qti-catalog>`,
    );
    return id;
  }

  lines(): readonly string[] {
    if (this.catalogs.length === 0) return [];
    return ['<qti-catalog-info>', ...this.catalogs, '</qti-catalog-info>'];
  }
}

/** The few elements an item's text can have, as XML. */
function xhtml(html: string): string {
  return html
    .replaceAll('<br>', '<br/>')
    .replace(/<img src="([^"]*)" alt="([^"]*)">/g, '<img src="../images/$1" alt="$2"/>');
}
