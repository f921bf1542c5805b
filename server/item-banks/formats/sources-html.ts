import { escapeHtml, plainText } from './safe-html.js';

const LIST = /\s*<ul class="medsert-sources">([\s\S]*?)<\/ul>\s*$/;

/** A rationale with its sources below it, where people see them and `splitSources` finds them again. */
export function withSources(rationale: string, sources: readonly string[]): string {
  if (sources.length === 0) return rationale;
  const items = sources.map((source) => `<li>${escapeHtml(source)}</li>`).join('');
  return `${rationale}<ul class="medsert-sources">${items}</ul>`;
}

export function splitSources(html: string): { rationale: string; sources: readonly string[] } {
  const found = LIST.exec(html);
  if (!found) return { rationale: html, sources: [] };
  const sources = [...(found[1] ?? '').matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, source = '']) =>
    plainText(source),
  );
  return { rationale: html.slice(0, found.index), sources };
}
