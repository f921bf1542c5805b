import { provisionGroup } from '../identity/scim/provision-group.js';
import { provisionUser } from '../identity/scim/provision-user.js';
import { changeRequirements } from '../organisation/change-requirements.js';
import { changeUnits } from '../organisation/change-units.js';
import { changeWork } from '../organisation/change-work.js';
import { applyPeople, planPeople } from '../organisation/hr/import-people.js';
import type { Core } from './core.js';

export type Organisation = ReturnType<typeof composeOrganisation>;

/** People, their work, and where it is told from: by hand, from an HR file, through SCIM. */
export function composeOrganisation({ stores, audit, clock, ids, pages, log, publicUrl }: Core) {
  const endSessions = (personId: string) => stores.sessions.endAllOf(personId);
  const work = changeWork({
    people: stores.people,
    municipalities: stores.municipalities,
    audit,
    endSessions,
    clock,
  });
  const importDeps = {
    municipalities: stores.municipalities,
    people: stores.people,
    issuerOf: async (municipalityId: string) =>
      (await stores.identityProviders.find(municipalityId))?.entityId,
    audit,
    endSessions,
    clock,
    ids,
  };
  const programmesOf = (municipalityId: string) => stores.programmes.allOf(municipalityId);
  const provisionDeps = { ...importDeps, work, users: stores.scimUsers };
  return {
    work,
    hr: { plan: planPeople(importDeps), apply: applyPeople(importDeps) },
    scim: {
      publicUrl,
      tokens: stores.scimTokens,
      users: provisionUser(provisionDeps),
      groups: provisionGroup({ ...provisionDeps, groups: stores.scimGroups }),
      log,
    },
    reader: { people: stores.people, municipalities: stores.municipalities, clock },
    administration: { pages },
    people: { pages, people: stores.people, municipalities: stores.municipalities, work },
    requirements: {
      pages,
      programmesOf,
      municipalities: stores.municipalities,
      requirements: changeRequirements({ ...stores, programmesOf, clock, ids }),
    },
    units: {
      pages,
      people: stores.people,
      municipalities: stores.municipalities,
      units: changeUnits({ ...stores, work, clock, ids }),
    },
  };
}
