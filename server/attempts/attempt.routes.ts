import { Router, json, urlencoded, type Response } from 'express';
import { z } from 'zod';
import type { Item } from '../item-banks/item.js';
import { imageNamed, sendImage } from '../item-banks/images/image.routes.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import { readFormResponse } from '../item-banks/read-response.js';
import { isAnswered, responseSchema } from '../item-banks/response.rules.js';
import { BadRequest, NotFound } from '../platform/errors.js';
import type { IdSource } from '../platform/rng.js';
import { bankOf, NOTICED, type Attempt, type AttemptTime } from './attempt.js';
import { newOnPage, pagesOf, slotsOnPage } from './attempt-pages.rules.js';
import { attemptPageView, reviewView } from './attempt.view.js';
import { passOf, requirePass } from './attempt-pass.routes.js';
import { typedAt } from './deadline.rules.js';
import { contextOf, frameOf, openAttempt, ownAttempt, type OwnDeps } from './own-attempt.routes.js';
import type { imageOfAttempt } from './image-of-attempt.js';
import type { reportProblem } from './report-problem.js';
import type { saveResponse, SaveOutcome, SentSave } from './save-response.js';

export interface AttemptRoutesDeps extends OwnDeps {
  readonly items: ItemCatalogue;
  readonly save: ReturnType<typeof saveResponse>;
  readonly report: ReturnType<typeof reportProblem>;
  readonly ids: IdSource;
  readonly image: ReturnType<typeof imageOfAttempt>;
}

const slotNumber = z.coerce.number().int().min(0).max(499);
const revisionNumber = z.coerce.number().int().min(0);
const pageParams = z.object({ page: z.coerce.number().int().min(1) });
const A_DAY_MS = 86_400_000;
const typedEvidence = z.strictObject({
  heard: z.iso.datetime().transform((text) => new Date(text)),
  afterMs: z.number().int().min(0).max(A_DAY_MS),
});
const savesBody = z.strictObject({
  saves: z
    .array(
      z.strictObject({
        slot: slotNumber,
        response: responseSchema,
        basedOn: z.number().int().min(0),
        saveId: z.string().min(8).max(64),
        typed: typedEvidence.optional(),
      }),
    )
    .max(100)
    .refine((saves) => new Set(saves.map(({ slot }) => slot)).size === saves.length, {
      error: 'one save a slot',
    }),
  flags: z.record(z.string().regex(/^\d{1,3}$/), z.boolean()).default({}),
});
const noticedBody = z.strictObject({
  noticed: z
    .array(
      z.strictObject({
        kind: z.enum(NOTICED),
        seconds: z.number().int().min(0).max(86_400).optional(),
        when: typedEvidence,
      }),
    )
    .min(1)
    .max(50),
});
const pageForm = z.looseObject({
  slots: z.string().regex(/^\d{1,3}(,\d{1,3})*$/),
  /** What the next page shows for the first time. */
  shows: z
    .string()
    .regex(/^(\d{1,3}(,\d{1,3})*)?$/)
    .default(''),
  pages: z.coerce.number().int().min(1),
  go: z.enum(['next', 'previous', 'review', 'stay', 'report']).default('next'),
});

const notices = z.enum(['conflict', 'ambiguous', 'reported']).catch('' as never);

/** The candidate's path through an open attempt. Mounted before sessions are read: the attempt's own pass opens it. */
export function attemptRoutes(deps: AttemptRoutesDeps): Router {
  const router = Router();
  const mine = requirePass(deps);
  const readJson = json({ limit: '64kb' });
  const readForm = urlencoded({ extended: false, limit: '64kb', parameterLimit: 1000 });

  router.put('/attempts/:attemptId/responses', mine, readJson, async (req, res) => {
    const { saves, flags } = savesBody.parse(req.body);
    const outcome = await deps.save({
      ...passOf(req),
      saves,
      flags: new Map(Object.entries(flags).map(([slot, on]) => [Number(slot), on])),
    });
    answerSave(res, outcome, deps.clock());
  });

  router.get('/attempts/:attemptId/clock', mine, async (req, res) => {
    const { attemptId, personId } = passOf(req);
    const time = await deps.attempts.timeOf(attemptId, personId);
    if (!time) throw new NotFound('attempt');
    await noteHeard(deps, attemptId, time);
    res.json({
      serverNow: deps.clock().toISOString(),
      closesAt: time.closesAt.toISOString(),
      paused: time.paused !== undefined,
      open: time.state === 'inProgress',
    });
  });

  router.post('/attempts/:attemptId/noticed', mine, readJson, async (req, res) => {
    const { noticed } = noticedBody.parse(req.body);
    const { attemptId, personId } = passOf(req);
    const now = deps.clock();
    const facts = noticed.map(({ kind, seconds, when }) => ({
      ...{ kind, at: typedAt(when, now) },
      ...(seconds === undefined ? {} : { seconds }),
    }));
    await deps.attempts.notice(attemptId, personId, facts);
    res.status(204).end();
  });

  router.get('/attempts/:attemptId/pages/:page', mine, async (req, res) => {
    const { page } = pageParams.parse(req.params);
    const attempt = await openAttempt(deps, req, res);
    if (!attempt) return;
    if (page > pagesOf(attempt)) throw new NotFound('page');
    const itemAt = await itemsOf(deps, attempt, slotsOnPage(attempt, page));
    // Normally noted already, by what led here.
    const shows = newOnPage(attempt, page);
    if (shows.length > 0) await deps.attempts.noteSeen(attempt.id, shows, deps.clock());
    const notice = notices.parse(req.query['notice']);
    const view = attemptPageView(attempt, page, itemAt, notice, contextOf(deps, req));
    const frame = await frameOf(attempt, view.title, deps, req);
    deps.pages.send(req, res, 'attempts/page', view, frame);
  });

  router.post('/attempts/:attemptId/pages/:page', mine, readForm, async (req, res) => {
    const { page } = pageParams.parse(req.params);
    const form = pageForm.parse(req.body);
    const { attemptId, personId } = passOf(req);
    const saves = savesIn(form, deps.ids);
    const flags = flagsIn(form);
    const outcome = await deps.save({ attemptId, personId, saves, flags, shows: shownNext(form) });
    const next = afterSave(attemptId, page, form, outcome);
    // Whatever button was pressed: what was written is not lost.
    for (const { slot, text } of problemsIn(form))
      await deps.report({ attemptId, personId, slot, text });
    res.redirect(303, next);
  });

  router.get('/attempts/:attemptId/images/:name', mine, async (req, res) => {
    const name = imageNamed(req.params);
    sendImage(res, await deps.image(await ownAttempt(deps, req), name));
  });

  router.get('/attempts/:attemptId/review', mine, async (req, res) => {
    const attempt = await openAttempt(deps, req, res);
    if (!attempt) return;
    const context = contextOf(deps, req);
    const title = context.t('review.title');
    const view = reviewView(attempt, context);
    deps.pages.send(req, res, 'attempts/review', view, await frameOf(attempt, title, deps, req));
  });

  return router;
}

/** Pages ask for the clock every 20 seconds; one write in so many is enough to know that they do. */
const HEARD_EVERY_MS = 15_000;

async function noteHeard(
  { attempts, clock }: AttemptRoutesDeps,
  attemptId: string,
  { state, isSupervised, heardAt }: AttemptTime,
): Promise<void> {
  const now = clock();
  const lately = heardAt !== undefined && now.getTime() - heardAt.getTime() < HEARD_EVERY_MS;
  if (state === 'inProgress' && isSupervised && !lately) await attempts.noteHeard(attemptId, now);
}

function answerSave(res: Response, outcome: SaveOutcome, now: Date): void {
  const serverNow = now.toISOString();
  switch (outcome.kind) {
    case 'not-found':
      throw new NotFound('attempt');
    case 'no-such-slot':
      throw new BadRequest();
    case 'paused':
      res.status(423).json({ ...outcome, serverNow });
      return;
    case 'closed':
      res.status(410).json({ ...outcome, serverNow });
      return;
    case 'saved':
    case 'conflict':
      res.status(outcome.kind === 'saved' ? 200 : 409).json({ ...outcome, serverNow });
  }
}

function afterSave(
  attemptId: string,
  page: number,
  form: z.infer<typeof pageForm>,
  outcome: SaveOutcome,
): string {
  const base = `/attempts/${attemptId}`;
  if (outcome.kind === 'not-found') throw new NotFound('attempt');
  if (outcome.kind === 'no-such-slot') throw new BadRequest();
  if (outcome.kind === 'paused') return `${base}/paused`;
  if (outcome.kind === 'closed') return resultAddress(attemptId, outcome);
  if (outcome.kind === 'conflict') return `${base}/pages/${page}?notice=conflict`;
  // The question about `1.000` is put once before going on; left open, it is put again at the review.
  const asks = outcome.slots.some(
    (slot) =>
      slot.saved && slot.question !== undefined && form[`r${slot.slot}.asked`] === undefined,
  );
  if (asks && form.go === 'next') return `${base}/pages/${page}?notice=ambiguous`;
  switch (form.go) {
    case 'next':
      return page < form.pages ? `${base}/pages/${page + 1}` : `${base}/review`;
    case 'previous':
      return `${base}/pages/${Math.max(1, page - 1)}`;
    case 'review':
      return `${base}/review`;
    case 'report':
      return `${base}/pages/${page}${problemsIn(form).length > 0 ? '?notice=reported' : ''}`;
    case 'stay':
      return `${base}/pages/${page}`;
  }
}

/** What is said to be wrong with items of the page. */
function problemsIn(form: z.infer<typeof pageForm>): { slot: number; text: string }[] {
  return form.slots.split(',').flatMap((slot) => {
    const text = form[`problem.${slot}`];
    return typeof text === 'string' && text.trim() !== '' ? [{ slot: Number(slot), text }] : [];
  });
}

/** What a page's form changes; an item that was empty and stays so is not saved. */
function savesIn(form: z.infer<typeof pageForm>, ids: IdSource): SentSave[] {
  return form.slots.split(',').flatMap((text) => {
    const slot = slotNumber.parse(text);
    const response = readFormResponse(form, `r${slot}`);
    const basedOn = revisionNumber.parse(form[`r${slot}.revision`]);
    if (!response) throw new BadRequest();
    return basedOn === 0 && !isAnswered(response)
      ? []
      : [{ slot, response, basedOn, saveId: ids() }];
  });
}

/** Noted with what is saved: the next page need not be written down by itself. */
function shownNext({ go, shows }: z.infer<typeof pageForm>): number[] {
  return go === 'next' && shows !== '' ? shows.split(',').map(Number) : [];
}

/** The result says so when something of this request was not saved. */
function resultAddress(
  attemptId: string,
  { unsaved }: SaveOutcome & { readonly kind: 'closed' },
): string {
  return `/attempts/${attemptId}/result${unsaved.length > 0 ? '?notice=unsaved' : ''}`;
}

function flagsIn(form: z.infer<typeof pageForm>): Map<number, boolean> {
  return new Map(
    form.slots.split(',').map((slot) => [Number(slot), form[`r${slot}.flag`] === 'on']),
  );
}

async function itemsOf(
  { items }: AttemptRoutesDeps,
  attempt: Attempt,
  slots: readonly number[],
): Promise<(slot: number) => Item> {
  const found = new Map<number, Item>();
  for (const slot of slots) {
    const drawn = attempt.form.slots[slot];
    if (drawn)
      found.set(
        slot,
        await items.version(bankOf(attempt.frozen, drawn), drawn.itemId, drawn.version),
      );
  }
  return (slot) => {
    const item = found.get(slot);
    if (!item) throw new Error(`Slot ${slot} has no item`);
    return item;
  };
}
