import type { Unit } from '../organisation/municipality.js';
import type { Words } from '../organisation/people.view.js';
import { fullName, type Person } from '../organisation/person.js';
import { periodIn } from '../organisation/person.view.js';
import { MOVED, type MergePreview, type MergeSide } from './merge-people.js';

/** Where an administrator looks for the other one. */
export function mergeSearchPage(
  { person, found, q }: { person: Person; found: readonly Person[]; q: string },
  { t }: Words,
) {
  return {
    name: fullName(person),
    backHref: hrefOf(person),
    searchHref: mergeHrefOf(person),
    q,
    none: t('merging.none', { q }),
    others: found
      .filter(({ id }) => id !== person.id)
      .map((other) => ({
        href: `${mergeHrefOf(person)}?with=${encodeURIComponent(other.id)}`,
        name: fullName(other),
        label: t('merging.compareWith', { name: fullName(other), number: other.subject }),
        number: other.subject,
        issuer: other.issuer,
      })),
  };
}

interface Previewed extends MergePreview {
  readonly units: readonly Unit[];
  readonly reason: string;
  readonly refused?: string | undefined;
}

/** The two side by side, with all that becomes the one's. */
export function mergePreviewPage(found: Previewed, words: Words) {
  const { t, locale } = words;
  const { kept, gone, obstacle, reason } = found;
  const refused = found.refused ?? obstacle;
  const number = new Intl.NumberFormat(locale);
  const both = [kept, gone];
  const row = (label: string, of: (side: MergeSide) => readonly string[]) => ({
    label,
    cells: both.map(of),
  });
  return {
    name: fullName(kept.person),
    backHref: hrefOf(kept.person),
    action: mergeHrefOf(kept.person),
    swapHref: `${mergeHrefOf(gone.person)}?with=${encodeURIComponent(kept.person.id)}`,
    refused: refused === undefined ? null : t(`merging.refused.${refused}`),
    possible: obstacle === undefined,
    otherId: gone.person.id,
    reason,
    heads: [t('merging.kept'), t('merging.gone')],
    rows: [
      row(t('merging.row.name'), ({ person }) => [fullName(person)]),
      row(t('people.number'), ({ person }) => [person.subject]),
      row(t('people.issuer'), ({ person }) => [person.issuer]),
      row(t('people.email'), ({ person }) => (person.email === undefined ? [] : [person.email])),
      row(t('people.employments'), ({ person }) =>
        person.employments.map((one) =>
          [
            t(`jobRole.${one.jobRole}`),
            unitName(found.units, one.unitId),
            periodIn(one, words),
          ].join(', '),
        ),
      ),
      row(t('people.roles'), ({ person }) =>
        person.grants.map((grant) => {
          const at = grant.unitId === undefined ? [] : [unitName(found.units, grant.unitId)];
          return [t(`role.${grant.role}`), ...at, periodIn(grant, words)].join(', ');
        }),
      ),
      ...MOVED.map((what, index) =>
        row(t(`merging.row.${what}`), ({ counts }) => [number.format(counts[index] ?? 0)]),
      ),
    ],
    submit: t('merging.submit', { gone: gone.person.subject, kept: kept.person.subject }),
  };
}

function unitName(units: readonly Unit[], id: string): string {
  return units.find((unit) => unit.id === id)?.name ?? id;
}

function hrefOf({ id }: Person): string {
  return `/administration/people/${encodeURIComponent(id)}`;
}

function mergeHrefOf(person: Person): string {
  return `${hrefOf(person)}/merge`;
}
