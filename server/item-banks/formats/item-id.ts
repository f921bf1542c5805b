const LONGEST = 60;

/** Words as a part of an id: small letters, digits and hyphens, beginning with a letter. Empty when nothing is left. */
export function slug(words: string): string {
  const plain = words
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll('å', 'a')
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return /^\d/.test(plain) ? `q-${plain}` : plain;
}

/** The id that a question from elsewhere gets: always the same one for the same question of the same file. */
export function idFor(question: {
  readonly id: string | null;
  readonly title: string | null;
  readonly file: string;
  readonly index: number;
}): string {
  const named = slug(question.id ?? '') || slug(question.title ?? '');
  return (
    named || `${slug(question.file.replace(/\.[a-z]+$/i, '')) || 'question'}-${question.index + 1}`
  );
}
