import { answerReport } from '../item-banks/answer-report.js';
import { itemUses } from '../attempts/item-uses.js';
import { assignOwner } from '../item-banks/assign-owner.js';
import { readAllBanks, readBankItems, readOneItem } from '../item-banks/read-items.js';
import { changeState } from '../item-banks/change-state.js';
import { saveDraft } from '../item-banks/save-draft.js';
import { addSource, confirmSource } from '../item-banks/sources/change-sources.js';
import { exportItems, planExport } from '../item-banks/exports/export-items.js';
import { confirmImport, readImport, uploadItems } from '../item-banks/imports/import-items.js';
import { planUpload } from '../item-banks/imports/plan-upload.js';
import { decideLint } from '../item-banks/lint/decide-lint.js';
import { openToWrite } from '../item-banks/editor/open-to-write.js';
import { addImage } from '../item-banks/images/add-image.js';
import { readPictures } from '../item-banks/images/read-pictures.js';
import type { Core } from './core.js';

/** The pages of authors and reviewers. */
export function composeItemBanks({ stores, pages, clock, ids }: Core) {
  const pictures = { readPictures: readPictures(stores) };
  const imports = {
    ...stores,
    ...pictures,
    saveDraft: saveDraft({ ...stores, clock }),
    planUpload,
    ids,
    clock,
  };
  return {
    itemBanks: {
      pages,
      people: stores.people,
      banks: stores.banks,
      itemImages: stores.itemImages,
      ...pictures,
      readAllBanks: readAllBanks(stores),
      readBankItems: readBankItems(stores),
      readOneItem: readOneItem(stores),
      usesOf: itemUses(stores),
      itemReports: stores.itemReports,
      answerReport: answerReport({ ...stores, clock }),
      assignOwner: assignOwner({ ...stores, clock }),
      changeState: changeState({ ...stores, ...pictures, clock }),
      saveDraft: saveDraft({ ...stores, clock }),
    },
    bankSources: {
      pages,
      readBankItems: readBankItems(stores),
      addSource: addSource({ ...stores, clock }),
      confirmSource: confirmSource({ ...stores, clock }),
    },
    itemImports: {
      pages,
      banks: stores.banks,
      uploadItems: uploadItems(imports),
      readImport: readImport(imports),
      confirmImport: confirmImport(imports),
    },
    lintRules: {
      pages,
      banks: stores.banks,
      lintStandings: stores.lintStandings,
      decideLint: decideLint({ ...stores, clock }),
    },
    itemExports: {
      pages,
      planExport: planExport({ ...stores, clock }),
      exportItems: exportItems({ ...stores, clock }),
    },
    itemEditor: {
      pages,
      ...pictures,
      openToWrite: openToWrite(stores),
      addImage: addImage({ ...stores, clock }),
      saveDraft: saveDraft({ ...stores, clock }),
    },
  };
}
