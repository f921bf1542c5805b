import { formatDate } from '../platform/http/i18n.js';
import type { PlainDate } from '../platform/plain-date.js';
import { UNIT_KINDS, type Unit } from './municipality.js';
import { asOptions, type Words } from './people.view.js';
import { fullName, isActiveOn, type Person } from './person.js';
import { grantsInForce } from './role-grant.rules.js';
import { MOST_LEVELS, openBelow } from './unit.rules.js';

interface TreeFound {
  readonly units: readonly Unit[];
  /** Employments that run today, by unit. */
  readonly counts: ReadonlyMap<string, number>;
  readonly today: PlainDate;
  /** Why the last act was refused. */
  readonly refused?: string | undefined;
}

export function unitsPage(found: TreeFound, words: Words) {
  const { units, refused } = found;
  const { t } = words;
  return {
    refused: refusalIn(refused, words),
    rows: treeRows(units, found, words),
    about: t('units.about', { levels: MOST_LEVELS }),
    kinds: kindsIn(undefined, words),
  };
}

interface UnitFound extends TreeFound {
  readonly unit: Unit;
  /** Who works there after the last day that is asked about, or from today on when none is. */
  readonly staying: readonly Person[];
  /** Whoever has a role. */
  readonly holders: readonly Person[];
  readonly lastDay: PlainDate | undefined;
}

export function unitPage(found: UnitFound, words: Words) {
  const { unit, units, today, refused } = found;
  const { t } = words;
  const href = addressOf(unit.id);
  const isTop = unit.kind === 'municipality';
  const below = units.filter(({ id, path }) => id !== unit.id && path.includes(unit.id));
  const outside = units.filter(
    (one) => !one.path.includes(unit.id) && (isOpen(one, today) || one.id === unit.parentId),
  );
  return {
    href,
    name: unit.name,
    refused: refusalIn(refused, words),
    facts: factsOf(unit, units, words),
    isTop,
    places: asOptions(outside, unit.parentId, words.locale),
    kinds: kindsIn(unit, words),
    codes: (unit.codes ?? []).join('\n'),
    below: treeRows(below, found, words),
    mayHaveBelow: unit.path.length < MOST_LEVELS && isOpen(unit, today),
    parentId: unit.id,
    peopleHref: `/administration/people?unit=${encodeURIComponent(unit.id)}`,
    people: t('units.working', { count: found.counts.get(unit.id) ?? 0 }),
    closing: isTop ? null : closingOf(found, outside, words),
    reopenHref: unit.to === undefined ? null : `${href}/reopen`,
  };
}

const MOST_NAMES = 50;

/** What closing the unit on that day would mean, told before it is done. */
function closingOf(found: UnitFound, outside: readonly Unit[], words: Words) {
  const { unit, units, staying, holders, today, lastDay } = found;
  const { t, locale } = words;
  const asked = lastDay !== undefined;
  const day = lastDay ?? today;
  const open = openBelow(units, unit.id, day);
  const targets = outside.filter(({ to }) => to === undefined || to > day);
  return {
    href: `${addressOf(unit.id)}/close`,
    lastDay: day,
    asked,
    closed: unit.to !== undefined,
    below: open.map(({ name }) => name),
    text: t('units.close.people', { count: staying.length, date: formatDate(day, locale) }),
    people: staying.slice(0, MOST_NAMES).map((person) => ({
      name: fullName(person),
      href: `/administration/people/${encodeURIComponent(person.id)}`,
      work: person.employments
        .filter((one) => one.unitId === unit.id && (one.to === undefined || one.to > day))
        .map((one) => `${t(`jobRole.${one.jobRole}`)}, ${t(`source.${one.source ?? 'manual'}`)}`)
        .join('; '),
    })),
    more:
      staying.length > MOST_NAMES
        ? t('units.close.more', { count: staying.length - MOST_NAMES })
        : null,
    roles: holders.flatMap((holder) =>
      grantsInForce(holder, holders, today)
        .filter(({ unitId }) => unitId === unit.id)
        .map(({ role }) => `${fullName(holder)} – ${t(`role.${role}`)}`),
    ),
    ready: asked && open.length === 0 && (unit.to === undefined || staying.length > 0),
    anybody: staying.length > 0,
    targets: asOptions(targets, undefined, locale),
  };
}

function factsOf(unit: Unit, units: readonly Unit[], { t, locale }: Words) {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const above = unit.path.slice(0, -1).map((id) => names.get(id) ?? id);
  return [
    { label: t('units.kind'), value: t(`units.kind.${unit.kind ?? 'unit'}`) },
    ...(above.length > 0 ? [{ label: t('units.inside'), value: above.join(' › ') }] : []),
    ...(unit.to === undefined
      ? []
      : [{ label: t('units.lastDay'), value: formatDate(unit.to, locale) }]),
  ];
}

/** Each after the one above it. */
function treeRows(shown: readonly Unit[], { units, counts, today }: TreeFound, words: Words) {
  const { t, locale } = words;
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const top = Math.min(...shown.map(({ path }) => path.length));
  return asOptions(shown, undefined, locale).flatMap(({ value }) => {
    const unit = byId.get(value);
    if (!unit) return [];
    const { id, name, kind = 'unit', codes = [], path, to } = unit;
    const inside = units.filter((one) => one.path.includes(id));
    const own = counts.get(id) ?? 0;
    const all = inside.reduce((sum, one) => sum + (counts.get(one.id) ?? 0), 0);
    return {
      name,
      href: addressOf(id),
      level: path.length - top + 1,
      under: path.length > 1 ? (byId.get(path.at(-2) ?? '')?.name ?? null) : null,
      kind: t(`units.kind.${kind}`),
      codes: codes.join(', '),
      people: all === own ? String(own) : t('units.ownAndAll', { own, all }),
      closed:
        to === undefined
          ? null
          : t(isActiveOn({ to }, today) ? 'units.closes' : 'units.closed', {
              date: formatDate(to, locale),
            }),
    };
  });
}

function kindsIn(unit: Pick<Unit, 'kind'> | undefined, { t }: Words) {
  return UNIT_KINDS.filter((kind) => kind !== 'municipality')
    .toReversed()
    .map((kind) => ({
      value: kind,
      text: t(`units.kind.${kind}`),
      chosen: kind === (unit?.kind ?? 'unit'),
    }));
}

function refusalIn(refused: string | undefined, { t }: Words): string | null {
  return refused === undefined
    ? null
    : t(`units.refused.${refused}`, refused === 'too-deep' ? { levels: MOST_LEVELS } : {});
}

function isOpen({ to }: Pick<Unit, 'to'>, today: PlainDate): boolean {
  return to === undefined || to >= today;
}

function addressOf(id: string): string {
  return `/administration/units/${encodeURIComponent(id)}`;
}
