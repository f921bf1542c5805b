import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import type { MunicipalityStore } from './municipality.store.js';
import { membersAfter, type RegionAct, type RegionObstacle } from './region.rules.js';
import type { Region } from './region.js';
import type { RegionStore } from './region.store.js';

export interface RegionDeps {
  readonly regions: RegionStore;
  readonly municipalities: MunicipalityStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Founds a region; its host is its first member. False when there is one of that id. */
export function foundRegion({ regions, municipalities, audit, clock }: RegionDeps) {
  return async ({
    id,
    name,
    hostMunicipalityId,
  }: Pick<Region, 'id' | 'name' | 'hostMunicipalityId'>): Promise<boolean> => {
    const host = await municipalities.find(hostMunicipalityId);
    if (!host) throw new NotFound('municipality');
    const at = clock();
    const from = dateIn(host.timeZone, at);
    const members = [{ municipalityId: host.id, invitedAt: at, from }];
    if (!(await regions.create({ id, name, hostMunicipalityId, revision: 1, members })))
      return false;
    await audit.record({
      municipalityId: host.id,
      actor: 'system',
      action: 'region.founded',
      subject: `region:${id}`,
      at,
    });
    return true;
  };
}

interface RegionCommand {
  readonly regionId: string;
  readonly act: RegionAct;
  /** For which municipality it is done, and by whom: a person of that municipality, or `system`. */
  readonly by: { readonly municipalityId: string; readonly personId: string };
  readonly today: PlainDate;
}

export type RegionOutcome =
  { readonly done: true } | { readonly done: false; readonly obstacle: RegionObstacle };

export type ChangeRegion = ReturnType<typeof changeRegion>;

const ACTIONS = {
  invite: 'region.invited',
  accept: 'region.joined',
  decline: 'region.declined',
  end: 'region.left',
} as const;

/** Invites, answers, ends. It stands in the trail of the municipality that acts and of the one it is about; a person only in that of their own. */
export function changeRegion({ regions, municipalities, audit, clock }: RegionDeps) {
  return async ({ regionId, act, by, today }: RegionCommand): Promise<RegionOutcome> => {
    const region = await regions.findFor(regionId, by.municipalityId);
    if (!region) throw new NotFound('region');
    const { municipalityId } = act;
    if (!(await municipalities.find(municipalityId)))
      return { done: false, obstacle: 'unknown-municipality' };
    const at = clock();
    const after = membersAfter(region, act, { by: by.municipalityId, today, now: at });
    if ('obstacle' in after) return { done: false, obstacle: after.obstacle };
    if (!(await regions.setMembers(region, after.members)))
      return { done: false, obstacle: 'changed-meanwhile' };
    const concerned = new Set([by.municipalityId, municipalityId, region.hostMunicipalityId]);
    for (const whose of concerned) {
      await audit.record({
        municipalityId: whose,
        actor: whose === by.municipalityId ? by.personId : 'system',
        action: ACTIONS[act.kind],
        subject: `region:${regionId}`,
        at,
        details: { municipality: municipalityId, by: by.municipalityId },
        ...(act.kind === 'end' && {
          aside: { personId: by.personId, content: { reason: act.reason.trim() } },
        }),
      });
    }
    return { done: true };
  };
}
