import { Router, raw, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import { readFormParts } from '../../platform/http/form-parts.js';
import type { Pages } from '../../platform/http/page.js';
import { addDays } from '../../platform/plain-date.js';
import { itemAddress } from '../bank-words.view.js';
import type { addImage } from '../images/add-image.js';
import type { readPictures } from '../images/read-pictures.js';
import { ITEM_TYPES } from '../item-filters.js';
import { currentVersion } from '../life-cycle.rules.js';
import { lintItem } from '../lint/lint-item.js';
import { lintProfile } from '../lint/lint-profile.js';
import type { saveDraft } from '../save-draft.js';
import { chooseTypePage, editorPage, type EditorState } from './editor-page.view.js';
import {
  IMAGE_FILE,
  imagesInForm,
  problemsOfImage,
  unknownImages,
  withImage,
} from './image-of-form.js';
import { changeRows } from './form-rows.rules.js';
import { emptyForm, formFrom, formOf, type ItemForm } from './item-form.js';
import { itemOfForm } from './item-of-form.js';
import type { OpenItem, openToWrite } from './open-to-write.js';
import { found, slug, wordsFor } from '../item-request.routes.js';

export interface ItemEditorRoutesDeps {
  readonly pages: Pages;
  readonly openToWrite: ReturnType<typeof openToWrite>;
  readonly saveDraft: ReturnType<typeof saveDraft>;
  readonly addImage: ReturnType<typeof addImage>;
  readonly readPictures: ReturnType<typeof readPictures>;
}

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
/** Far above what is taken, so that a photo from a phone is refused in words beside its field. */
const MOST_UPLOADED = '24mb';

/** Where authors write items: forms that work by themselves, and that a script asks again while one types. */
export function itemEditorRoutes(deps: ItemEditorRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '256kb', parameterLimit: 3000 });
  const readFile = raw({ type: 'multipart/form-data', limit: MOST_UPLOADED });

  router.get('/item-banks/:bankId/items/new', signedInOnly, async (req, res) => {
    const open = await openedBy(deps, req);
    const { type } = query.parse(req.query);
    if (type === undefined) {
      const model = chooseTypePage(open.bank, wordsFor(pages, req));
      pages.send(req, res, 'item-banks/choose-type', model, { title: model.title });
      return;
    }
    const form = emptyForm(type, addDays(readerOf(req).today, REVIEW_AFTER_DAYS));
    await show(deps, req, res, open, { form, revision: 0, asked: 'nothing', focus: '' });
  });

  router.get('/item-banks/:bankId/items/:itemId/edit', signedInOnly, async (req, res) => {
    const open = await openedBy(deps, req);
    if (!open.record) throw new NotFound('item');
    const form = formOf(currentVersion(open.record).content);
    const { saved } = query.parse(req.query);
    const { revision } = open.record;
    await show(deps, req, res, open, { form, revision, asked: 'nothing', focus: '', saved });
  });

  for (const path of ['/item-banks/:bankId/items/new', '/item-banks/:bankId/items/:itemId/edit'])
    router.post(path, signedInOnly, mayWrite, readForm, readFile, async (req, res) => {
      const open = await openedBy(deps, req);
      const { typed, image } = sentWith(req);
      const { do: button, revision } = pressed.parse(typed);
      const form = sentForm(typed, open);
      if (button === 'save') {
        await save(deps, req, res, open, form, revision);
        return;
      }
      if (button === 'image') {
        const added = await withUpload(deps, open.bank.id, form, image);
        await show(deps, req, res, open, { ...added, revision, asked: 'check' });
        return;
      }
      const changed = changeRows(form, button) ?? { form: drawn(form, button), focus: '' };
      await show(deps, req, res, open, { ...changed, revision, asked: 'check' });
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
  const { item } = (await readOf(deps, form, open)).read;
  const state = { form, revision, asked: 'save', focus: '' } as const;
  if (!item) {
    await show(deps, req, res, open, state, 422);
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
  await show(deps, req, res, now, { ...state, revision: seen, refused }, 409);
}

/** The form with the uploaded image in its texts, or what is missing for that. */
async function withUpload(
  deps: ItemEditorRoutesDeps,
  bankId: string,
  form: ItemForm,
  image: Uint8Array | undefined,
): Promise<Pick<EditorState, 'form' | 'focus' | 'imageProblems'>> {
  const imageProblems = problemsOfImage(form, image !== undefined);
  if (!image || imageProblems.length > 0) return { form, focus: '', imageProblems };
  const added = await deps.addImage(bankId, image);
  if ('image' in added) return withImage(form, added.image);
  const { code: message } = added.refused;
  return { form, focus: '', imageProblems: [{ field: IMAGE_FILE, message }] };
}

type Shown = Omit<EditorState, 'read' | 'findings' | 'authorId' | 'pictures'>;

async function show(
  deps: ItemEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenItem,
  shown: Shown,
  status = 200,
): Promise<void> {
  const { pages } = deps;
  const { bank, record } = open;
  const { read, pictures } = await readOf(deps, shown.form, open);
  const { id: authorId } = readerOf(req).person;
  const findings = lintItem(read.unfinished, { ...lintProfile(bank.lint), pictures });
  const state = { ...shown, read, pictures, findings, authorId };
  const model = editorPage(bank, record, state, wordsFor(pages, req));
  const scripts = ['item-editor'];
  pages.send(req, res, 'item-banks/editor', model, { title: model.title, status, scripts });
}

/** What the form says, and what the bank has of the images that it names. */
async function readOf(deps: ItemEditorRoutesDeps, form: ItemForm, { bank, record }: OpenItem) {
  const named = imagesInForm(form).map(({ name }) => name);
  const pictures = await deps.readPictures(bank.id, named);
  const read = itemOfForm(form, bank.topics, record && currentVersion(record).content);
  const unknown = unknownImages(form, pictures);
  if (unknown.length === 0) return { read, pictures };
  const { unfinished } = read;
  return { read: { unfinished, problems: [...read.problems, ...unknown] }, pictures };
}

/** Asked before the body is read: whoever may not write sends a picture for nothing. */
function mayWrite(req: Request, _res: Response, next: () => void): void {
  scopeFor(req, 'write-items');
  next();
}

/** What was typed; with an image where the form was sent for that. */
function sentWith(req: Request): { readonly typed: unknown; readonly image?: Uint8Array } {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body)) return { typed: body };
  const parts = readFormParts(req.get('content-type') ?? '', body) ?? [];
  const typed: Record<string, string | string[]> = {};
  for (const { name, bytes } of parts.filter(({ fileName }) => fileName === undefined)) {
    const before = Object.hasOwn(typed, name) ? [typed[name] ?? []].flat() : [];
    const value = bytes.toString('utf8');
    typed[name] = before.length === 0 ? value : [...before, value];
  }
  const file = parts.find(({ name, bytes }) => name === IMAGE_FILE && bytes.length > 0);
  return { typed, ...(file ? { image: file.bytes } : {}) };
}

/** Of an item that there is, id and type stay what they are. */
function sentForm(sent: unknown, { record }: OpenItem): ItemForm {
  const form = formFrom(sent);
  if (!record) return form;
  const { type } = currentVersion(record).content;
  return { ...form, type, typed: { ...form.typed, id: record.itemId } };
}

async function openedBy(deps: ItemEditorRoutesDeps, req: Request): Promise<OpenItem> {
  const { municipalityId } = scopeFor(req, 'write-items');
  const { bankId, itemId } = found(params, req.params);
  return deps.openToWrite(municipalityId, bankId, itemId);
}
