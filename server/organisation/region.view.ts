import { formatDate } from '../platform/http/i18n.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Municipality } from './municipality.js';
import type { Words } from './people.view.js';
import type { Membership, MembershipState, Region } from './region.js';
import { isMemberOn, membershipOf, membershipState, type RegionObstacle } from './region.rules.js';

interface Read {
  /** The reader's. */
  readonly municipalityId: string;
  readonly today: PlainDate;
  readonly names: ReadonlyMap<string, string>;
}

const COLOURS: Readonly<Record<MembershipState, string>> = {
  invited: 'warning',
  member: 'success',
  declined: 'neutral',
  left: 'neutral',
};

export function regionAddress(regionId: string): string {
  return `/regions/${encodeURIComponent(regionId)}`;
}

/** Every region that names the reader's municipality, with what waits for its word first. */
export function regionsPage(regions: readonly Region[], read: Read, words: Words) {
  const { t } = words;
  const all = regions.map((region) => {
    const membership = membershipOf(region, read.municipalityId);
    const state = membership ? membershipState(membership, read.today) : 'declined';
    return {
      name: region.name,
      host: t('regions.hostedBy', { name: read.names.get(region.hostMunicipalityId) ?? '' }),
      href: regionAddress(region.id),
      state: stateTag(state, words),
      isInvited: state === 'invited',
      isOpen: state === 'member',
      answerAction: `${regionAddress(region.id)}/answer`,
    };
  });
  return { invitations: all.filter(({ isInvited }) => isInvited), regions: all };
}

export function regionPage(
  region: Region,
  read: Read & { readonly others: readonly Pick<Municipality, 'id' | 'name'>[] },
  words: Words,
  refused?: RegionObstacle,
) {
  const { t } = words;
  const { municipalityId, today, names, others } = read;
  const isHost = region.hostMunicipalityId === municipalityId;
  const address = regionAddress(region.id);
  return {
    name: region.name,
    host: t('regions.hostedBy', { name: names.get(region.hostMunicipalityId) ?? '' }),
    refusal: refused === undefined ? '' : t(`regions.obstacle.${refused}`),
    isHost,
    isMember: isMemberOn(region, municipalityId, today),
    coverageHref: `${address}/coverage`,
    inviteAction: `${address}/invitations`,
    endAction: `${address}/end`,
    candidates: isHost
      ? others.filter(({ id }) => {
          const membership = membershipOf(region, id);
          return !membership || isOver(membershipState(membership, today));
        })
      : [],
    // Of the other members it is their names that a member needs to know, and no more.
    members: region.members
      .filter((one) => isHost || !isOver(membershipState(one, today)))
      .map((one, index) => {
        const state = membershipState(one, today);
        const mayEnd = isHost || one.municipalityId === municipalityId;
        return {
          key: index,
          municipalityId: one.municipalityId,
          name: names.get(one.municipalityId) ?? one.municipalityId,
          state: stateTag(state, words),
          period: periodOf(one, words),
          canEnd:
            mayEnd && !isOver(state) && !one.to && one.municipalityId !== region.hostMunicipalityId,
          endText: t(
            one.municipalityId === municipalityId ? 'regions.leave' : 'regions.endMembership',
          ),
        };
      }),
  };
}

function isOver(state: MembershipState): boolean {
  return state === 'left' || state === 'declined';
}

function stateTag(state: MembershipState, { t }: Words) {
  return { text: t(`regions.state.${state}`), colour: COLOURS[state] };
}

function periodOf({ from, to }: Membership, { t, locale }: Words): string {
  if (from === undefined) return '–';
  return to === undefined
    ? t('regions.since', { from: formatDate(from, locale) })
    : t('regions.between', { from: formatDate(from, locale), to: formatDate(to, locale) });
}
