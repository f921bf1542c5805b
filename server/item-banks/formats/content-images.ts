import type { ContentImage, QuestionContent, Words } from './question-content.js';
import { decodeEntities } from './safe-html.js';

/** Of one question; what is more is left out. */
const MOST_IMAGES = 20;

/** The question with the images that its texts ask for, where they are found. */
export function withImages(
  content: QuestionContent,
  find: (source: string) => Uint8Array | undefined,
): QuestionContent {
  const images = sourcesIn(content).flatMap((source): ContentImage[] => {
    const bytes = find(source);
    return bytes ? [{ source, bytes }] : [];
  });
  return images.length === 0 ? content : { ...content, images };
}

/** What the texts of a question name as images, as it stands there. */
function sourcesIn({ stem, rationale = {}, body }: QuestionContent): readonly string[] {
  const options = body.kind === 'choice' ? body.options.map(({ words }) => words) : [];
  const others = 'prompts' in body ? body.prompts : [];
  const plain = body.kind === 'ordering' || body.kind === 'matching' ? body.options : [];
  const words: readonly Words[] = [stem, rationale, ...options, ...others, ...plain];
  const found = new Set<string>();
  for (const html of words.flatMap((one) => Object.values(one))) {
    if (!/<img\b/i.test(html)) continue;
    for (const [, , source = ''] of html.matchAll(
      /<img\b[^<>]{0,4000}?\ssrc\s*=\s*(["'])([^<>"']{1,1000})\1/gi,
    )) {
      found.add(decodeEntities(source).trim());
      if (found.size >= MOST_IMAGES) return [...found];
    }
  }
  return [...found];
}

/** An address or a path without its escapes. */
export function unescapedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
