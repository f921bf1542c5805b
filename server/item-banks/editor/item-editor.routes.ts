import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { addDays } from '../../platform/plain-date.js';
import { itemAddress, type ItemWords } from '../bank-words.view.js';
import { ITEM_TYPES } from '../item-filters.js';
import { currentVersion } from '../life-cycle.rules.js';
import { lintItem } from '../lint/lint-item.js';
import { lintProfile } from '../lint/lint-profile.js';
import type { saveDraft } from '../save-draft.js';
import { chooseTypePage, editorPage, type EditorState } from './editor-page.view.js';
import { changeRows } from './form-rows.rules.js';
import { emptyForm, formFrom, formOf, type ItemForm } from './item-form.js';
import { itemOfForm } from './item-of-form.js';
import type { OpenItem, openToWrite } from './open-to-write.js';

export interface ItemEditorRoutesDeps {
  readonly pages: Pages;
  readonly openToWrite: ReturnType<typeof openToWrite>;
  readonly saveDraft: ReturnType<typeof saveDraft>;
}

const slug = z.string().regex(/^[a-z0-9-]{1,80}$/);
const params = z.object({ bankId: slug, itemId: slug.optional() });
const query = z.object({
  type: z.enum(ITEM_TYPES).optional().catch(undefined),
  saved: z.coerce.number().int().min(1).optional().catch(undefined),
});
const pressed = z.object({
  do: z.string().max(40).default('save'),
  revision: z.coerce.number().int().min(0),
});
const REVIEW_AFTER_DAYS = 365;

/** Where authors write items: forms that work by themselves, and that a script asks again while one types. */
export function itemEditorRoutes(deps: ItemEditorRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '256kb', parameterLimit: 3000 });

  router.get('/item-banks/:bankId/items/new', signedInOnly, async (req, res) => {
    const open = await openedBy(deps, req);
    const { type } = query.parse(req.query);
    if (type === undefined) {
      const model = chooseTypePage(open.bank, wordsFor(pages, req));
      pages.send(req, res, 'item-banks/choose-type', model, { title: model.title });
      return;
    }
    const form = emptyForm(type, addDays(readerOf(req).today, REVIEW_AFTER_DAYS));
    show(deps, req, res, open, { form, revision: 0, asked: 'nothing', focus: '' });
  });

  router.get('/item-banks/:bankId/items/:itemId/edit', signedInOnly, async (req, res) => {
    const open = await openedBy(deps, req);
    if (!open.record) throw new NotFound('item');
    const form = formOf(currentVersion(open.record).content);
    const { saved } = query.parse(req.query);
    const { revision } = open.record;
    show(deps, req, res, open, { form, revision, asked: 'nothing', focus: '', saved });
  });

  for (const path of ['/item-banks/:bankId/items/new', '/item-banks/:bankId/items/:itemId/edit'])
    router.post(path, signedInOnly, readForm, async (req, res) => {
      const open = await openedBy(deps, req);
      const { do: button, revision } = pressed.parse(req.body);
      const form = sentForm(req, open);
      if (button === 'save') {
        await save(deps, req, res, open, form, revision);
        return;
      }
      const changed = changeRows(form, button) ?? { form: drawn(form, button), focus: '' };
      show(deps, req, res, open, { ...changed, revision, asked: 'check' });
    });

  return router;
}

/** With another variant in the preview, when that was asked for. */
function drawn(form: ItemForm, button: string): ItemForm {
  if (button !== 'draw') return form;
  const next = String(Number(form.typed['draw'] ?? '0') + 1);
  return { ...form, typed: { ...form.typed, draw: next } };
}

async function save(
  deps: ItemEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenItem,
  form: ItemForm,
  revision: number,
): Promise<void> {
  const { person, today } = readerOf(req);
  const { item } = readOf(form, open);
  const state = { form, revision, asked: 'save', focus: '' } as const;
  if (!item) {
    show(deps, req, res, open, state, 422);
    return;
  }
  const bankId = open.bank.id;
  const outcome = await deps.saveDraft({ person, today, bankId, content: item, revision });
  if (outcome.saved) {
    res.redirect(303, `${itemAddress(bankId, item.id)}/edit?saved=${outcome.version}`);
    return;
  }
  const refused = outcome.reason;
  // Who has seen what the other one wrote, on this page, may save over it.
  const now = await openedBy(deps, req);
  const seen = refused === 'changed-meanwhile' ? (now.record?.revision ?? 0) : revision;
  show(deps, req, res, now, { ...state, revision: seen, refused }, 409);
}

type Shown = Omit<EditorState, 'read' | 'findings' | 'authorId'>;

function show(
  { pages }: ItemEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenItem,
  shown: Shown,
  status = 200,
): void {
  const { bank, record } = open;
  const read = readOf(shown.form, open);
  const { id: authorId } = readerOf(req).person;
  const findings = lintItem(read.unfinished, lintProfile(bank.lint));
  const model = editorPage(
    bank,
    record,
    { ...shown, read, findings, authorId },
    wordsFor(pages, req),
  );
  const scripts = ['item-editor'];
  pages.send(req, res, 'item-banks/editor', model, { title: model.title, status, scripts });
}

function readOf(form: ItemForm, { bank, record }: OpenItem) {
  return itemOfForm(form, bank.topics, record && currentVersion(record).content);
}

/** Of an item that there is, id and type stay what they are. */
function sentForm(req: Request, { record }: OpenItem): ItemForm {
  const form = formFrom(req.body);
  if (!record) return form;
  const { type } = currentVersion(record).content;
  return { ...form, type, typed: { ...form.typed, id: record.itemId } };
}

async function openedBy(deps: ItemEditorRoutesDeps, req: Request): Promise<OpenItem> {
  const { municipalityId } = scopeFor(req, 'write-items');
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('page');
  return deps.openToWrite(municipalityId, parsed.data.bankId, parsed.data.itemId);
}

function wordsFor(pages: Pages, req: Request): ItemWords {
  const { timeZone } = readerOf(req).municipality;
  return { t: pages.texts(req), locale: pages.locale(req), timeZone };
}
