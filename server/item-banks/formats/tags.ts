import type { Marks } from './question-content.js';

const OURS = 'medsert:';
/** Moodle cuts a longer tag off. */
const LONGEST = 50;

/** Marks as tags of Moodle, `medsert:topic=law`, with the names of those that are too long for one. */
export function tagsOf(marks: Marks): {
  readonly tags: readonly string[];
  readonly left: readonly string[];
} {
  const tags = Object.entries(marks).map(
    ([name, value]) => [name, `${OURS}${name}=${value}`] as const,
  );
  return {
    tags: tags.flatMap(([, tag]) => (tag.length <= LONGEST ? [tag] : [])),
    left: tags.flatMap(([name, tag]) => (tag.length > LONGEST ? [name] : [])),
  };
}

export function marksInTags(tags: readonly string[]): Marks {
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const [, name, value] = /^medsert:([a-zA-Z.]+)=(.*)$/.exec(tag.trim()) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}
