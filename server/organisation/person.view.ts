import { formatDate } from '../platform/http/i18n.js';
import type { PlainDate } from '../platform/plain-date.js';
import { JOB_ROLES, TASKS, type Unit } from './municipality.js';
import { asOptions, type Words } from './people.view.js';
import {
  fullName,
  isActiveOn,
  ROLES,
  type MergedPerson,
  type Period,
  type Person,
  type RoleGrant,
} from './person.js';
import { grantsInForce, lastDayOf } from './role-grant.rules.js';
import { tasksOf } from './task.rules.js';

interface PersonFound {
  readonly person: Person;
  /** Whoever was found to be the same human. */
  readonly merged: readonly MergedPerson[];
  readonly units: readonly Unit[];
  /** Whoever has a role, for whom one may stand in, and the principals of the person's own grants. */
  readonly holders: readonly Person[];
  readonly today: PlainDate;
  /** The reader's own page: roles are not for oneself to give. */
  readonly own: boolean;
  /** Why the last act was refused. */
  readonly refused?: string | undefined;
}

export function personPage(found: PersonFound, words: Words) {
  const { person, merged, units, holders, today, own, refused } = found;
  const { t, locale } = words;
  const base = `/administration/people/${encodeURIComponent(person.id)}`;
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const unitName = (id: string): string => nameOf.get(id) ?? id;
  const open = units.filter(({ to }) => to === undefined || to >= today);
  const inForce = new Set(grantsInForce(person, holders, today));
  return {
    name: fullName(person),
    own,
    refused: refused === undefined ? null : t(`people.refused.${refused}`),
    number: person.subject,
    issuer: person.issuer,
    merged: merged.map(({ person: { subject, issuer } }) => `${subject}, ${issuer}`),
    email: person.email ?? null,
    namedBy: t(`source.${person.namedBy ?? 'manual'}`),
    today,
    sessionsHref: `${base}/sessions`,
    eraseHref: own ? null : `${base}/erase`,
    mergeHref: own ? null : `${base}/merge`,
    employmentHref: `${base}/employments`,
    roleHref: `${base}/roles`,
    employments: person.employments.map((one) => ({
      what: `${t(`jobRole.${one.jobRole}`)}, ${unitName(one.unitId)}`,
      percent: t('people.percent', { percent: new Intl.NumberFormat(locale).format(one.percent) }),
      tasks: tasksOf(one)
        .map((task) => t(`task.${task}`))
        .join(', '),
      period: periodIn(one, words),
      source: t(`source.${one.source ?? 'manual'}`),
      active: isActiveOn(one, today),
      end:
        one.to === undefined || one.to >= today
          ? {
              unitId: one.unitId,
              jobRole: one.jobRole,
              from: one.from,
              label: t('people.endOf', { what: unitName(one.unitId) }),
            }
          : null,
    })),
    roles: person.grants.map((grant) => {
      const to = lastDayOf(person, grant);
      const principal = holders.find(({ id }) => id === grant.deputyFor);
      return {
        what: roleIn(grant, unitName, words),
        deputyFor: principal ? t('people.deputyFor', { name: fullName(principal) }) : null,
        period: periodIn({ from: grant.from, ...(to === undefined ? {} : { to }) }, words),
        source: t(`source.${grant.source ?? 'manual'}`),
        active: inForce.has(grant),
        end:
          own || (to !== undefined && to < today)
            ? null
            : {
                ...{ role: grant.role, unitId: grant.unitId ?? '', from: grant.from },
                ...{
                  deputyFor: grant.deputyFor ?? '',
                  label: t('people.endOf', { what: t(`role.${grant.role}`) }),
                },
              },
      };
    }),
    units: asOptions(open, undefined, locale),
    jobRoles: JOB_ROLES.map((value) => ({ value, text: t(`jobRole.${value}`) })),
    tasks: TASKS.map((value) => ({ value, text: t(`task.${value}`) })),
    roleChoices: ROLES.map((value) => ({ value, text: t(`role.${value}`) })),
    principals: holders
      .filter(({ id }) => id !== person.id)
      .flatMap((holder) =>
        grantsInForce(holder, [], today).map((grant) => ({
          value: [holder.id, grant.role, grant.unitId ?? ''].join(' '),
          text: `${fullName(holder)} – ${roleIn(grant, unitName, words)}`,
        })),
      ),
  };
}

function roleIn(
  { role, unitId }: Pick<RoleGrant, 'role' | 'unitId'>,
  unitName: (id: string) => string,
  { t }: Words,
): string {
  return unitId === undefined ? t(`role.${role}`) : `${t(`role.${role}`)}, ${unitName(unitId)}`;
}

export function periodIn(
  { from, to }: Period & { readonly from: PlainDate },
  { t, locale }: Words,
): string {
  const first = formatDate(from, locale);
  return to === undefined
    ? t('people.since', { from: first })
    : t('people.period', { from: first, to: formatDate(to, locale) });
}
