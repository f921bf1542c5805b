import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import type { PersonStore } from '../organisation/person.store.js';
import { readerOf, scopeFor, signedInOnly } from '../organisation/reader.routes.js';
import { may, scopeOf } from '../organisation/policy.rules.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { LOCALES, type Localised } from '../platform/locale.js';
import { reportScope, type answerReport } from './answer-report.js';
import type { BankRecord, BankStore } from './bank.store.js';
import type { assignOwner } from './assign-owner.js';
import { itemAddress, type ItemWords } from './bank-words.view.js';
import type { changeState, StateOutcome } from './change-state.js';
import { variantsHashOf } from './content-hash.rules.js';
import { imagesOf } from './images/image.rules.js';
import { imageNamed, sendImage } from './images/image.routes.js';
import type { ItemImageStore } from './images/image.store.js';
import type { readPictures } from './images/read-pictures.js';
import { itemFiltersFrom } from './item-filters.js';
import { banksPage, itemListPage, titleOf } from './item-list.view.js';
import { itemPage, type ItemUses } from './item-page.view.js';
import type { ItemReportStore } from './item-report.store.js';
import type { Item } from './item.js';
import { TRANSITIONS } from './life-cycle.js';
import { findingsOf } from './item-findings.rules.js';
import { currentVersion } from './life-cycle.rules.js';
import type { readBankItems, readAllBanks, readOneItem } from './read-items.js';
import { actorOf, found, slug, wordsFor } from './item-request.routes.js';

export interface ItemBankRoutesDeps {
  readonly pages: Pages;
  readonly people: PersonStore;
  readonly banks: BankStore;
  readonly itemImages: ItemImageStore;
  readonly readPictures: ReturnType<typeof readPictures>;
  readonly readAllBanks: ReturnType<typeof readAllBanks>;
  readonly readBankItems: ReturnType<typeof readBankItems>;
  readonly readOneItem: ReturnType<typeof readOneItem>;
  readonly changeState: ReturnType<typeof changeState>;
  readonly assignOwner: ReturnType<typeof assignOwner>;
  readonly itemReports: ItemReportStore;
  readonly answerReport: ReturnType<typeof answerReport>;
  /** Where an item of the bank can be met: programmes come later in the house than items. */
  readonly usesOf: (
    municipalityId: string,
    bankId: string,
    item: Item,
  ) => Promise<{
    readonly programmes: readonly { readonly titles: Localised; readonly section: Localised }[];
    readonly attemptsInProgress: number;
  }>;
}

const bankParams = z.object({ bankId: slug });
const itemParams = z.object({ bankId: slug, itemId: slug });
const shown = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  lang: z.enum(LOCALES).optional().catch(undefined),
});
const stateForm = z.object({
  version: z.coerce.number().int().min(1),
  revision: z.coerce.number().int().min(1),
  transition: z.enum(TRANSITIONS),
  comment: z.string().max(2000).default(''),
});
const answerForm = z.object({
  report: z.string().min(1).max(200),
  text: z.string().trim().min(1).max(2000),
});
const ownerForm = z.object({
  revision: z.coerce.number().int().min(1),
  ownerId: z.string().min(1).max(100),
});

/** Item banks for those who write and review them. */
export function itemBankRoutes(deps: ItemBankRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '32kb' });

  router.get('/item-banks', signedInOnly, async (req, res) => {
    const found = await deps.readAllBanks(readerOfItems(req));
    const words = wordsFor(pages, req);
    const title = words.t('items.banks');
    pages.send(req, res, 'item-banks/banks', banksPage(found, words), { title });
  });

  router.get('/item-banks/:bankId', signedInOnly, async (req, res) => {
    const { bankId } = found(bankParams, req.params);
    const bank = await deps.readBankItems(bankId, readerOfItems(req));
    const filters = itemFiltersFrom(req.query);
    const model = itemListPage(bank, filters, mayWrite(req, bank.bank), wordsFor(pages, req));
    pages.send(req, res, 'item-banks/items', model, { title: model.title });
  });

  router.get('/item-banks/:bankId/items/:itemId', signedInOnly, async (req, res) => {
    const model = await itemModel(deps, req);
    pages.send(req, res, 'item-banks/item', model, { title: model.title });
  });

  router.get('/item-banks/:bankId/images/:name', signedInOnly, async (req, res) => {
    const { bankId } = found(bankParams, req.params);
    const { municipalityId } = readerOfImages(req);
    const name = imageNamed(req.params);
    const bank = await deps.banks.findReadable(bankId, municipalityId);
    sendImage(res, bank && (await deps.itemImages.find(bank.id, name)));
  });

  router.post(
    '/item-banks/:bankId/items/:itemId/state',
    signedInOnly,
    readForm,
    async (req, res) => {
      readerOfItems(req);
      const { bankId, itemId } = found(itemParams, req.params);
      const form = stateForm.parse(req.body);
      const outcome = await deps.changeState({ ...actorOf(req), bankId, itemId, ...form });
      if (outcome.done) {
        res.redirect(303, itemAddress(bankId, itemId));
        return;
      }
      const model = await itemModel(deps, req, { outcome, comment: form.comment });
      pages.send(req, res, 'item-banks/item', model, { title: model.title, status: 409 });
    },
  );

  router.post(
    '/item-banks/:bankId/items/:itemId/owner',
    signedInOnly,
    readForm,
    async (req, res) => {
      scopeFor(req, 'write-items');
      const { bankId, itemId } = found(itemParams, req.params);
      const form = ownerForm.parse(req.body);
      if (await deps.assignOwner({ ...actorOf(req), bankId, itemId, ...form })) {
        res.redirect(303, itemAddress(bankId, itemId));
        return;
      }
      const outcome = { done: false, obstacles: ['changed-meanwhile'] } as const;
      const model = await itemModel(deps, req, { outcome, comment: '' });
      pages.send(req, res, 'item-banks/item', model, { title: model.title, status: 409 });
    },
  );

  router.post(
    '/item-banks/:bankId/items/:itemId/reports',
    signedInOnly,
    readForm,
    async (req, res) => {
      scopeFor(req, 'write-items');
      const { bankId, itemId } = found(itemParams, req.params);
      const { report: reportId, text } = answerForm.parse(req.body);
      if (!(await deps.answerReport({ ...actorOf(req), bankId, reportId, text })))
        throw new NotFound('report');
      res.redirect(303, itemAddress(bankId, itemId));
    },
  );

  return router;
}

async function itemModel(
  deps: ItemBankRoutesDeps,
  req: Request,
  refused?: { readonly outcome: StateOutcome; readonly comment: string },
) {
  const { bankId, itemId } = found(itemParams, req.params);
  const { version: number, lang } = shown.parse(req.query);
  const reader = readerOfItems(req);
  const words = wordsFor(deps.pages, req);
  const item = await deps.readOneItem(bankId, itemId, reader);
  const version =
    item.record.versions.find((one) => one.version === number) ?? currentVersion(item.record);
  const uses = await deps.usesOf(reader.municipalityId, bankId, version.content);
  const pictures = await deps.readPictures(bankId, imagesOf(version.content));
  const { person, today } = actorOf(req);
  const isWriter = mayWrite(req, item.bank);
  return itemPage(
    {
      ...item,
      version,
      isWriter,
      owners: isWriter ? await deps.people.withRole(reader.municipalityId, 'examAuthor') : [],
      findings: findingsOf(version.content, item.bank, pictures),
      uses: inWords(uses, words),
      reports: await deps.itemReports.of(reportScope(item.bank, reader.municipalityId), itemId),
      canAnswer: scopeOf(person, 'write-items', today).allowed,
      reader: { actor: person, today, variantsHash: variantsHashOf(version.content) },
      shownIn: lang ?? words.locale,
      ...(refused ? { refused } : {}),
    },
    words,
  );
}

function inWords(
  { programmes, attemptsInProgress }: Awaited<ReturnType<ItemBankRoutesDeps['usesOf']>>,
  words: ItemWords,
): ItemUses {
  return {
    attemptsInProgress,
    programmes: programmes.map(({ titles, section }) => ({
      title: titleOf(titles, '', words),
      section: titleOf(section, '', words),
    })),
  };
}

function mayWrite(req: Request, { ownerMunicipalityId = '' }: BankRecord): boolean {
  const { person, today } = actorOf(req);
  return may(person, 'write-items', { municipalityId: ownerMunicipalityId }, today).allowed;
}

function readerOfItems(req: Request) {
  const { municipalityId } = scopeFor(req, 'see-items');
  return { municipalityId, today: readerOf(req).today };
}

/** Items are also seen in the forms that programmes draw. */
function readerOfImages(req: Request) {
  const { person, today } = readerOf(req);
  const drawsForms = scopeOf(person, 'manage-specifications', today).allowed;
  return scopeFor(req, drawsForms ? 'manage-specifications' : 'see-items');
}
