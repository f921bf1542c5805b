import type { DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { NotFound } from '../platform/errors.js';
import type { Localised } from '../platform/locale.js';
import { shortfallsOf } from './draw-form.rules.js';
import { poolFor } from './judge-specification.js';
import { banksOf } from './programme.js';
import type { ProgrammeStore } from './programme.store.js';

/** A section of a programme in force that could not be filled. */
export interface ShortSection {
  readonly programme: Localised;
  readonly section: Localised;
  readonly wanted: number;
  readonly available: number;
  readonly of: 'items' | 'critical-items';
}

/** What a municipality's programmes would lack if a bank held these items in place of those it has. */
export function shortProgrammes(deps: {
  readonly programmes: ProgrammeStore;
  readonly municipalities: MunicipalityStore;
  readonly items: ItemCatalogue;
}) {
  const pool = poolFor(deps);
  return async (
    municipalityId: string,
    bankId: string,
    held: readonly DrawableItem[],
  ): Promise<readonly ShortSection[]> => {
    const municipality = await deps.municipalities.find(municipalityId);
    if (!municipality) throw new NotFound('municipality');
    const programmes = await deps.programmes.allOf(municipalityId);
    const short: ShortSection[] = [];
    for (const programme of programmes.filter((one) => banksOf(one).includes(bankId))) {
      const now = await pool(programme, municipality.country);
      const after =
        programme.bankId === bankId
          ? { ...now, items: held }
          : { ...now, supplements: new Map([...(now.supplements ?? []), [bankId, held]]) };
      const { sections } = programme.specification;
      for (const { sectionId, ...lack } of shortfallsOf(after)) {
        const section = sections.find(({ id }) => id === sectionId);
        if (section) short.push({ programme: programme.titles, section: section.titles, ...lack });
      }
    }
    return short;
  };
}
