import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { editorAddress, editPage, type EditPage } from './edit-page.view.js';
import { FORMS_SHOWN, formsPage } from './forms.view.js';
import type { judgeSpecification, poolFor } from './judge-specification.js';
import type { BegunFrom, OpenProgramme, openProgramme } from './open-programme.js';
import {
  changeSections,
  entriesOf,
  formOfProgramme,
  mainBankOf,
  programmeFormFrom,
  withRound,
} from './programme-form.js';
import { NEW_PROGRAMME as NEW, newProgrammePage } from './new-programme.view.js';
import { programmeOfForm } from './programme-of-form.js';
import { programmeAddress } from './programme.view.js';
import type { publishProgramme } from './publish-programme.js';
import { divided } from './supplement.rules.js';

export interface ProgrammeEditorRoutesDeps {
  readonly pages: Pages;
  readonly programmes: ReturnType<typeof openProgramme>;
  readonly judge: ReturnType<typeof judgeSpecification>;
  readonly poolFor: ReturnType<typeof poolFor>;
  readonly publish: ReturnType<typeof publishProgramme>;
}

const params = z.object({ programmeId: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const pressed = z.object({
  do: z.string().max(100).default('check'),
  revision: z.coerce.number().int().min(0),
  reason: z.string().trim().max(1000).default(''),
  supplementBank: z.string().max(80).default(''),
  supplementPercent: z.coerce.number().int().min(1).max(99).catch(20),
});
const slug = z
  .string()
  .regex(/^[a-z0-9-]{1,80}$/)
  .optional()
  .catch(undefined);
const beginning = z.object({ from: slug, bank: slug });
/** The page of a round of standard setting leads here. */
const asked = z.object({ round: z.string().max(100).optional().catch(undefined) });
const shownForm = /^form\.(\d{1,2})$/;

/** Where a new version of a programme is written: a form that works by itself, judged anew while one types. */
export function programmeEditorRoutes(deps: ProgrammeEditorRoutesDeps): Router {
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '256kb', parameterLimit: 3000 });
  const path = '/administration/programmes/:programmeId/edit';

  async function edit(req: Request, res: Response): Promise<void> {
    const open = await openedBy(deps, req);
    const { version: seen } = open.before;
    const form = withRound(formOfProgramme(open.before), asked.parse(req.query).round);
    await show(deps, req, res, open, { form, seen, reason: '', isTyped: false });
  }

  router.get(path, signedInOnly, edit);

  router.get(NEW, signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'manage-specifications');
    if (begunFrom(req)) {
      await edit(req, res);
      return;
    }
    const found = await deps.programmes.beginnings(municipality);
    const model = newProgrammePage(found, wordsFor(deps.pages, req));
    deps.pages.send(req, res, 'exams/new-programme', model, { title: model.title });
  });

  async function pressedIn(req: Request, res: Response): Promise<void> {
    const open = await openedBy(deps, req);
    const { do: button, revision: seen, reason, ...supplement } = pressed.parse(req.body);
    const form = programmeFormFrom(req.body);
    const shown = { form, seen, reason, isTyped: true };
    const [, number] = shownForm.exec(button) ?? [];
    if (button === 'save') await publish(deps, req, res, open, shown);
    else if (number !== undefined) await showForm(deps, req, res, open, shown, Number(number));
    else {
      const bank = open.banks.find(({ id }) => id === supplement.supplementBank);
      const changed =
        button === 'supplement' && bank && bank.id !== mainBankOf(form)
          ? divided(
              form,
              { ...bank, topics: Object.keys(bank.topics) },
              supplement.supplementPercent,
            )
          : changeSections(form, button);
      await show(deps, req, res, open, { ...shown, form: changed ?? form });
    }
  }

  router.post(path, signedInOnly, readForm, pressedIn);
  router.post(NEW, signedInOnly, readForm, pressedIn);

  return router;
}

async function publish(
  deps: ProgrammeEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenProgramme,
  shown: Shown,
): Promise<void> {
  const { municipality, person } = readerOf(req);
  const { draft } = programmeOfForm(shown.form, open.before, open);
  if (!draft) {
    await show(deps, req, res, open, { ...shown, refused: 'problems' }, 422);
    return;
  }
  const begun = open.taken && open.before;
  const outcome = await deps.publish({ municipality, by: person.id, draft, begun, ...shown });
  if (outcome.published) {
    const { version } = outcome;
    res.redirect(303, `${programmeAddress(draft.id)}?published=${version}`);
    return;
  }
  const refused = outcome.reason;
  if (refused !== 'changed-meanwhile') {
    await show(deps, req, res, open, { ...shown, refused }, 422);
    return;
  }
  // Who has been shown that there is a newer version, on this page, may go on from it.
  const now = await openedBy(deps, req);
  const said = now.taken ? 'problems' : refused;
  await show(deps, req, res, now, { ...shown, seen: now.before.version, refused: said }, 409);
}

async function showForm(
  deps: ProgrammeEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenProgramme,
  shown: Shown,
  number: number,
): Promise<void> {
  const { draft } = programmeOfForm(shown.form, open.before, open);
  if (!draft) {
    await show(deps, req, res, open, shown, 422);
    return;
  }
  const of = { ...open.before, standard: undefined, ...draft };
  const fields = [
    ...entriesOf(shown.form),
    ['revision', String(shown.seen)],
    ['reason', shown.reason],
  ].map(([name = '', value = '']) => ({ name, value }));
  const ask = {
    method: 'post',
    action: editorAddress(open),
    name: 'do',
    valueOf: (form: number) => `form.${form}`,
    fields,
  } as const;
  const form = Math.min(Math.max(number, 1), FORMS_SHOWN);
  const found = await deps.poolFor(of, readerOf(req).municipality.country);
  const model = formsPage({ of, pool: found, form, ask }, wordsFor(deps.pages, req));
  deps.pages.send(req, res, 'exams/forms', model, { title: model.title });
}

type Shown = Pick<EditPage, 'form' | 'seen' | 'reason' | 'isTyped' | 'refused'>;

async function show(
  { pages, judge }: ProgrammeEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenProgramme,
  shown: Shown,
  status = 200,
): Promise<void> {
  const { municipality, person } = readerOf(req);
  const { before } = open;
  const read = programmeOfForm(shown.form, before, open);
  const draft = read.draft && { ...before, standard: undefined, ...read.draft };
  const judgement = draft && (await judge(draft, municipality.country));
  const page = { ...open, ...shown, read, judgement, authorId: person.id };
  const model = editPage(page, wordsFor(pages, req));
  const scripts = ['item-editor'];
  pages.send(req, res, 'exams/edit', model, { title: model.title, status, scripts });
}

function wordsFor(pages: Pages, req: Request) {
  const { timeZone } = readerOf(req).municipality;
  return { t: pages.texts(req), locale: pages.locale(req), timeZone };
}

async function openedBy(deps: ProgrammeEditorRoutesDeps, req: Request): Promise<OpenProgramme> {
  const { municipality } = requireWhole(req, 'manage-specifications');
  const begun = req.path === NEW ? begunFrom(req) : undefined;
  if (begun) return deps.programmes.first(municipality, begun);
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('programme');
  return deps.programmes.version(municipality, parsed.data.programmeId);
}

/** What a new programme is to begin as, which stands in the address of its editor. */
function begunFrom(req: Request): BegunFrom | undefined {
  const { from, bank } = beginning.parse(req.query);
  if (from !== undefined) return { from };
  return bank === undefined ? undefined : { bank };
}
