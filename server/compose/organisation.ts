import { provisionGroup } from '../identity/scim/provision-group.js';
import { provisionUser } from '../identity/scim/provision-user.js';
import { changeRequirements } from '../organisation/change-requirements.js';
import { changeUnits } from '../organisation/change-units.js';
import { changeWork } from '../organisation/change-work.js';
import { decideImport } from '../organisation/hr/decide-import.js';
import { takeHrFiles } from '../organisation/hr/hr-folder.js';
import { applyPeople, planPeople } from '../organisation/hr/import-people.js';
import { changeSettings } from '../organisation/settings/change-settings.js';
import type { Core } from './core.js';

export type Organisation = ReturnType<typeof composeOrganisation>;

/** People, their work, and where it is told from: by hand, from an HR file, through SCIM. */
export function composeOrganisation(core: Core) {
  const { config, stores, audit, clock, ids, pages, log, publicUrl } = core;
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
  const hr = { plan: planPeople(importDeps), apply: applyPeople(importDeps) };
  const decide = decideImport({ ...hr, imports: stores.hrImports, audit, clock, ids });
  const programmesOf = (municipalityId: string) => stores.programmes.allOf(municipalityId);
  const provisionDeps = { ...importDeps, work, users: stores.scimUsers };
  return {
    work,
    hr,
    hrFiles: {
      pages,
      municipalities: stores.municipalities,
      imports: stores.hrImports,
      decide,
      clock,
    },
    /** Absent where no folder is watched. */
    takeHrFiles:
      config.hrFolder === undefined
        ? undefined
        : takeHrFiles({
            ...{ root: config.hrFolder, municipalities: stores.municipalities },
            ...{ ...hr, imports: stores.hrImports, receive: decide.receive, clock, ids, log },
          }),
    scim: {
      publicUrl,
      tokens: stores.scimTokens,
      users: provisionUser(provisionDeps),
      groups: provisionGroup({ ...provisionDeps, groups: stores.scimGroups }),
      log,
    },
    reader: {
      people: stores.people,
      municipalities: stores.municipalities,
      breakGlassHolder: stores.breakGlassAccounts.findOpen,
      clock,
    },
    administration: { pages },
    look: { arms: stores.arms },
    settings: { pages, settings: changeSettings({ ...stores, clock }) },
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
