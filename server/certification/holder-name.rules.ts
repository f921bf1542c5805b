/** What a stranger with the code may know of a holder's name, and how they show that they know the rest. */

/** "Á. B." for Áile-Máret Bjørnæs-Nilsen: one letter a word. */
export function initialsOf(name: string): string {
  return wordsOf(name)
    .map((word) => `${String.fromCodePoint(word.codePointAt(0) ?? 0).toLocaleUpperCase('nb')}.`)
    .join(' ');
}

/**
 * True when what was typed is the end of the name, in whole words and any case: names are frozen on certificates as one text, and a
 * family name may have several words ("van der Berg"). Whoever types all of the name knows it too.
 */
export function isFamilyNameOf(typed: string, name: string): boolean {
  const wanted = wordsOf(typed.toLocaleLowerCase('nb'));
  const words = wordsOf(name.toLocaleLowerCase('nb'));
  return wanted.length > 0 && words.slice(-wanted.length).join(' ') === wanted.join(' ');
}

/** Composed and decomposed letters are the same letter; phones like to write other hyphens and apostrophes. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[\u2018\u2019]/g, "'");
  return plain.split(/\s+/).filter((word) => word !== '');
}
