import { Router, type Request } from 'express';
import { z } from 'zod';
import { may } from '../organisation/policy.rules.js';
import { readerOf, requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { FORMS_SHOWN, formsPage } from './forms.view.js';
import type { poolFor } from './judge-specification.js';
import type { ProgrammeStore } from './programme.store.js';
import { programmeAddress, programmePage, programmesPage } from './programme.view.js';
import type { readProgrammes } from './read-programmes.js';

export interface ProgrammeRoutesDeps {
  readonly pages: Pages;
  readonly programmes: ProgrammeStore;
  readonly readOne: ReturnType<typeof readProgrammes>;
  readonly poolFor: ReturnType<typeof poolFor>;
}

const params = z.object({
  programmeId: z.string().regex(/^[a-z0-9-]{1,80}$/),
  version: z.coerce.number().int().min(1).optional(),
});
const asked = z.object({
  published: z.coerce.number().int().optional().catch(undefined),
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  form: z.coerce.number().int().min(1).max(FORMS_SHOWN).catch(1),
});

/** What people are certified in: every version with its rules, judged, and the forms it draws. */
export function programmeRoutes(deps: ProgrammeRoutesDeps): Router {
  const { pages, programmes } = deps;
  const router = Router();
  const root = '/administration/programmes';

  const wordsFor = (req: Request) => ({
    t: pages.texts(req),
    locale: pages.locale(req),
    timeZone: readerOf(req).municipality.timeZone,
  });

  const allows = (req: Request, action: 'manage-specifications' | 'manage-requirements') => {
    const { person, municipality, today } = readerOf(req);
    return may(person, action, { municipalityId: municipality.id }, today).allowed;
  };

  router.get(root, signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'see-programmes');
    const found = {
      programmes: await programmes.allOf(municipality.id),
      mayManage: allows(req, 'manage-specifications'),
    };
    const model = programmesPage(found, wordsFor(req));
    pages.send(req, res, 'exams/programmes', model, { title: model.title });
  });

  for (const path of [`${root}/:programmeId`, `${root}/:programmeId/versions/:version`])
    router.get(path, signedInOnly, async (req, res) => {
      const { municipality } = requireWhole(req, 'see-programmes');
      const { programmeId, version } = namedIn(req);
      const found = await deps.readOne(municipality, programmeId, version);
      const mayManage = allows(req, 'manage-specifications');
      const mayRequire = allows(req, 'manage-requirements');
      const isNew = asked.parse(req.query).published === found.programme.version;
      const shown = { ...found, mayManage, mayRequire, showsItems: mayManage, isNew };
      const model = programmePage(shown, wordsFor(req));
      pages.send(req, res, 'exams/programme', model, { title: model.title });
    });

  router.get(`${root}/:programmeId/forms`, signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'manage-specifications');
    const { programmeId } = namedIn(req);
    const { version, form } = asked.parse(req.query);
    const programme = version
      ? await programmes.version(municipality.id, programmeId, version)
      : await programmes.latest(municipality.id, programmeId);
    if (!programme) throw new NotFound('programme');
    const ask = {
      method: 'get',
      action: `${programmeAddress(programmeId)}/forms`,
      name: 'form',
      valueOf: String,
      fields: [{ name: 'version', value: String(programme.version) }],
    } as const;
    const pool = await deps.poolFor(programme, municipality.country);
    const model = formsPage({ of: programme, pool, form, ask }, wordsFor(req));
    pages.send(req, res, 'exams/forms', model, { title: model.title });
  });

  return router;
}

function namedIn(req: Request): z.infer<typeof params> {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('programme');
  return parsed.data;
}
