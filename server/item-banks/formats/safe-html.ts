import sanitizeHtml from 'sanitize-html';

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'div', 'span', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'code'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'ul', 'ol', 'li'],
    ...['dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['img', 'a'],
  ],
  allowedAttributes: {
    img: ['src', 'alt', 'width', 'height'],
    a: ['href'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
    '*': ['lang', 'dir'],
  },
  allowedSchemes: ['https'],
  allowedSchemesByTag: { img: [] },
  allowProtocolRelative: false,
  nonTextTags: ['style', 'script', 'textarea', 'option', 'noscript', 'title', 'template'],
  nestingLimit: 60,
};

/** Longer than any stem; what is longer is cut before it is parsed. */
const LONGEST = 500_000;

/** HTML from elsewhere, by an allow-list: no script, style, form, frame, event or foreign image survives. */
export function safeHtml(html: string): string {
  if (!/[<&>]/.test(html)) return html;
  const short = html.slice(0, LONGEST);
  // Such nesting is nothing a person wrote, and costs the parser dearly.
  return depthOf(short) > DEEPEST ? escapeHtml(plainText(short)) : sanitizeHtml(short, OPTIONS);
}

const DEEPEST = 300;
const VOID = new Set(['br', 'hr', 'img', 'input', 'col', 'wbr', 'meta', 'link', 'source', 'area']);

/** How deep the elements could be nested at most. */
function depthOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})[^<>]*/gi)) {
    if (closing === '/') depth = Math.max(0, depth - 1);
    else if (!tag.endsWith('/') && !VOID.has(name.toLowerCase())) depth += 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Words that are not HTML, as HTML. */
export function escapeHtml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The words of HTML: tags become spaces, entities their characters, white space is one space. */
export function plainText(html: string): string {
  const words = /[<&]/.test(html)
    ? decodeEntities(
        html
          .slice(0, LONGEST)
          .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
          .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
          .replace(/<\/?[a-z][^<>]*>/gi, ' '),
      )
    : html;
  return oneLine(words);
}

export function oneLine(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

/** By the sanitiser's own parser, which knows every name. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const escaped = text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return sanitizeHtml(escaped, { allowedTags: [] })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
