import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { editPage, type EditPage } from './edit-page.view.js';
import { FORMS_SHOWN, formsPage } from './forms.view.js';
import type { judgeSpecification, poolFor } from './judge-specification.js';
import type { OpenProgramme, openProgramme } from './open-programme.js';
import {
  changeSections,
  entriesOf,
  formOfProgramme,
  programmeFormFrom,
  withRound,
} from './programme-form.js';
import { programmeOfForm } from './programme-of-form.js';
import { programmeAddress } from './programme.view.js';
import type { publishProgramme } from './publish-programme.js';
import { divided } from './supplement.rules.js';

export interface ProgrammeEditorRoutesDeps {
  readonly pages: Pages;
  readonly open: ReturnType<typeof openProgramme>;
  readonly judge: ReturnType<typeof judgeSpecification>;
  readonly poolFor: ReturnType<typeof poolFor>;
  readonly publish: ReturnType<typeof publishProgramme>;
}

const params = z.object({ programmeId: z.string().regex(/^[a-z0-9-]{1,80}$/) });
const pressed = z.object({
  do: z.string().max(100).default('check'),
  revision: z.coerce.number().int().min(1),
  reason: z.string().trim().max(1000).default(''),
  supplementBank: z.string().max(80).default(''),
  supplementPercent: z.coerce.number().int().min(1).max(99).catch(20),
});
/** The page of a round of standard setting leads here. */
const asked = z.object({ round: z.string().max(100).optional().catch(undefined) });
const shownForm = /^form\.(\d{1,2})$/;

/** Where a new version of a programme is written: a form that works by itself, judged anew while one types. */
export function programmeEditorRoutes(deps: ProgrammeEditorRoutesDeps): Router {
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '256kb', parameterLimit: 3000 });
  const path = '/administration/programmes/:programmeId/edit';

  router.get(path, signedInOnly, async (req, res) => {
    const open = await openedBy(deps, req);
    const { version: seen } = open.before;
    const form = withRound(formOfProgramme(open.before), asked.parse(req.query).round);
    await show(deps, req, res, open, { form, seen, reason: '', isTyped: false });
  });

  router.post(path, signedInOnly, readForm, async (req, res) => {
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
        button === 'supplement' && bank && bank.id !== open.before.bankId
          ? divided(
              form,
              { ...bank, topics: Object.keys(bank.topics) },
              supplement.supplementPercent,
            )
          : changeSections(form, button);
      await show(deps, req, res, open, { ...shown, form: changed ?? form });
    }
  });

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
  const { draft } = programmeOfForm(shown.form, open.before, open.topics, open.standards);
  if (!draft) {
    await show(deps, req, res, open, { ...shown, refused: 'problems' }, 422);
    return;
  }
  const { id: programmeId } = open.before;
  const command = { municipality, by: person.id, programmeId, draft, ...shown };
  const outcome = await deps.publish(command);
  if (outcome.published) {
    const { version } = outcome;
    res.redirect(303, `${programmeAddress(programmeId)}?published=${version}`);
    return;
  }
  const refused = outcome.reason;
  if (refused !== 'changed-meanwhile') {
    await show(deps, req, res, open, { ...shown, refused }, 422);
    return;
  }
  // Who has been shown that there is a newer version, on this page, may go on from it.
  const now = await openedBy(deps, req);
  await show(deps, req, res, now, { ...shown, seen: now.before.version, refused }, 409);
}

async function showForm(
  deps: ProgrammeEditorRoutesDeps,
  req: Request,
  res: Response,
  open: OpenProgramme,
  shown: Shown,
  number: number,
): Promise<void> {
  const { draft } = programmeOfForm(shown.form, open.before, open.topics, open.standards);
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
    action: `${programmeAddress(of.id)}/edit`,
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
  { before, banks, topics, live, standards }: OpenProgramme,
  shown: Shown,
  status = 200,
): Promise<void> {
  const { municipality, person } = readerOf(req);
  const read = programmeOfForm(shown.form, before, topics, standards);
  const draft = read.draft && { ...before, standard: undefined, ...read.draft };
  const judgement = draft && (await judge(draft, municipality.country));
  const page = { ...shown, before, banks, live, standards, read, judgement, authorId: person.id };
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
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('programme');
  return deps.open(municipality, parsed.data.programmeId);
}
