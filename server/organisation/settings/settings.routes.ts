import express, {
  Router,
  urlencoded,
  type ErrorRequestHandler,
  type Request,
  type Response,
} from 'express';
import { z } from 'zod';
import type { Pages } from '../../platform/http/page.js';
import { readSingleFile } from '../../platform/http/single-file-upload.js';
import { LOCALES } from '../../platform/locale.js';
import { requireWhole, signedInOnly } from '../reader.routes.js';
import type { ChangeSettings, SettingsOutcome } from './change-settings.js';
import { LARGEST_ARMS } from './read-arms.js';
import type { AskedSettings } from './settings.rules.js';
import { settingsPage } from './settings.view.js';

const PATH = '/administration/settings';
/** Beside the file in the form. */
const FORM_ROOM = 8 * 1024;
const form = z.object({
  name: z.string().trim().max(1000).catch(''),
  timeZone: z.string().max(100).catch(''),
  locale: z.enum(LOCALES),
  languages: z.preprocess((value) => [value ?? []].flat(), z.array(z.enum(LOCALES))),
  colour: z.string().trim().toLowerCase().max(20).catch(''),
});

/** Name, languages, time zone, arms and colour of the municipality, for its administrators. */
export function settingsRoutes(deps: {
  readonly pages: Pages;
  readonly settings: ChangeSettings;
}): Router {
  const { pages, settings } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });
  const readUpload = express.raw({ type: 'multipart/form-data', limit: LARGEST_ARMS + FORM_ROOM });
  const allowed: express.RequestHandler = (req, _res, next) => {
    requireWhole(req, 'manage-organisation');
    next();
  };

  router.get(PATH, signedInOnly, (req, res) => {
    sendPage(req, res);
  });

  router.post(PATH, signedInOnly, allowed, readForm, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'manage-organisation');
    const asked = form.parse(req.body);
    answer(req, res, await settings.change(municipality, asked, person.id), asked);
  });

  router.post(`${PATH}/arms`, signedInOnly, allowed, readUpload, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'manage-organisation');
    const file = Buffer.isBuffer(req.body)
      ? readSingleFile(req.get('content-type') ?? '', req.body)
      : undefined;
    const outcome: SettingsOutcome = file
      ? await settings.bringArms(municipality, file, person.id)
      : { changed: false, refusal: { reason: 'no-image' } };
    answer(req, res, outcome);
  });

  router.post(`${PATH}/arms/remove`, signedInOnly, allowed, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'manage-organisation');
    answer(req, res, await settings.removeArms(municipality, person.id));
  });

  const tooLarge: ErrorRequestHandler = (error: unknown, req, res, next) => {
    if ((error as { type?: unknown }).type !== 'entity.too.large') next(error);
    else answer(req, res, { changed: false, refusal: { reason: 'too-large' } });
  };
  router.use(PATH, tooLarge);

  function answer(
    req: Request,
    res: Response,
    outcome: SettingsOutcome,
    asked?: AskedSettings,
  ): void {
    if (outcome.changed) res.redirect(303, PATH);
    else sendPage(req, res, { ...outcome, asked });
  }

  function sendPage(
    req: Request,
    res: Response,
    refused: Partial<Omit<Parameters<typeof settingsPage>[0], 'municipality'>> & {
      changed?: false;
    } = {},
  ): void {
    const { municipality } = requireWhole(req, 'manage-organisation');
    const words = { t: pages.texts(req), locale: pages.locale(req) };
    const { changed, ...shown } = refused;
    const model = settingsPage({ municipality, ...shown }, words);
    const status = changed === undefined ? 200 : 422;
    pages.send(req, res, 'administration/settings', model, {
      title: words.t('settings.title'),
      status,
    });
  }

  return router;
}
