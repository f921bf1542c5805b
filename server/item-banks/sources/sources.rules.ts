import type { PlainDate } from '../../platform/plain-date.js';
import type { Item } from '../item.js';
import type { Source, SourceConfirmation, Sources, SupersededSource } from './source.js';

/** All sources of a bank, from its files and from its authors. */
export function sourcesOf(bank: {
  readonly sources?: Sources | undefined;
  readonly addedSources?: Sources;
}): Sources {
  return { ...bank.sources, ...bank.addedSources };
}

/** Every source of the bank that does not hold on that day: ended, or replaced by one that holds by then. */
export function supersededOn(sources: Sources, day: PlainDate): readonly SupersededSource[] {
  return Object.entries(sources).flatMap(([id, source]) => {
    const successors = successorsOf(id, sources, day);
    const hasEnded = source.to !== undefined && source.to < day;
    if (successors.length === 0 && !hasEnded) return [];
    return [{ id, title: source.title, names: namesOf(id, source), successors }];
  });
}

function successorsOf(
  id: string,
  sources: Sources,
  day: PlainDate,
  seen: readonly string[] = [id],
): SupersededSource['successors'] {
  return Object.entries(sources)
    .filter(
      ([other, { replaces, from }]) =>
        replaces === id && !seen.includes(other) && (from === undefined || from <= day),
    )
    .flatMap(([other, source]) => [
      { id: other, names: namesOf(other, source) },
      ...successorsOf(other, sources, day, [...seen, other]),
    ]);
}

function namesOf(id: string, { title, alsoCalled = [] }: Source): readonly string[] {
  return [id, title, ...alsoCalled];
}

/** A line of an item's sources begins with the id, or with a name, and may go on with a place: `no-320-2008 § 4`. */
function isCited(item: Pick<Item, 'sources'>, names: readonly string[]): boolean {
  return item.sources.some((line) =>
    names.some((name) => line.startsWith(name) && !/^[\p{L}\p{N}-]/u.test(line.slice(name.length))),
  );
}

/** Superseded sources that the item still stands on, without citing what took their place. */
export function outdatedIn(
  item: Pick<Item, 'sources'>,
  superseded: readonly SupersededSource[],
): readonly SupersededSource[] {
  return superseded.filter(
    ({ names, successors }) =>
      isCited(item, names) && !successors.some((successor) => isCited(item, successor.names)),
  );
}

/** Those of them that nobody has confirmed: in the item itself (`lint: [{allow: S01, because}]`), or on its page. */
export function toReview(
  item: Pick<Item, 'sources' | 'lint'>,
  confirmations: readonly SourceConfirmation[],
  superseded: readonly SupersededSource[],
): readonly SupersededSource[] {
  if (item.lint?.some(({ allow }) => allow === 'S01')) return [];
  return outdatedIn(item, superseded).filter(
    ({ id, successors }) =>
      !confirmations.some(
        (one) =>
          one.source === id &&
          successors.every((successor) => one.successors.includes(successor.id)),
      ),
  );
}

/** What is wrong with a bank's sources: one replaces what is not there, or itself, or a ring of them each other. */
export function sourceProblems(sources: Sources): readonly { id: string; message: string }[] {
  return Object.entries(sources).flatMap(([id, { replaces, from, to }]) => {
    if (replaces !== undefined && !Object.hasOwn(sources, replaces))
      return [{ id, message: `replaces ${replaces}, which is no source of the bank` }];
    if (replaces !== undefined && leadsBack(id, sources))
      return [{ id, message: 'replaces itself in the end' }];
    if (from !== undefined && to !== undefined && to < from)
      return [{ id, message: 'ends before it begins' }];
    return [];
  });
}

function leadsBack(id: string, sources: Sources): boolean {
  const seen = new Set<string>();
  for (let at = sources[id]?.replaces; at !== undefined; at = sources[at]?.replaces) {
    if (at === id) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}
