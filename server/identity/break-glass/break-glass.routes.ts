import { Router, urlencoded, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { breakGlassIdOf } from '../../organisation/break-glass.js';
import type { Municipality } from '../../organisation/municipality.js';
import { RoleNeeded } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { isSharedDevice } from '../../platform/http/shared-device.js';
import { sessionCookie } from '../cookies.js';
import { presentSessionId } from '../session.routes.js';
import { breakGlassPage } from './break-glass.view.js';
import { signInByBreakGlass, type SignInByBreakGlassDeps } from './sign-in-by-break-glass.js';

interface BreakGlassRoutesDeps extends SignInByBreakGlassDeps {
  readonly publicUrl: string;
  readonly findMunicipality: (slug: string) => Promise<Municipality | undefined>;
  readonly pages: Pick<Pages, 'send' | 'texts'>;
}

const PATH = '/m/:slug/break-glass';
const typedForm = z.object({
  userName: z.string().max(100),
  passphrase: z.string().max(200),
  code: z.string().max(20),
});
/** What is no such form is as wrong as any other. */
const NOTHING = { userName: '', passphrase: '', code: '' };
const form = urlencoded({ extended: false, limit: '2kb', parameterLimit: 10 });

/** The way in for an administrator when no login service works. */
export function breakGlassRoutes(deps: BreakGlassRoutesDeps): Router {
  const { publicUrl, pages } = deps;
  const router = Router();
  const finish = signInByBreakGlass(deps);

  async function municipalityOf(req: Request): Promise<Municipality> {
    const municipality = await deps.findMunicipality(String(req.params['slug']));
    if (!municipality) throw new NotFound('municipality');
    return municipality;
  }

  router.get(PATH, async (req, res) => {
    const model = breakGlassPage(await municipalityOf(req), false, pages.texts(req));
    pages.send(req, res, 'identity/break-glass', model, { title: model.heading });
  });

  router.post(PATH, form, async (req, res) => {
    const municipality = await municipalityOf(req);
    const typed = typedForm.safeParse(req.body).data ?? NOTHING;
    const present = presentSessionId(req, publicUrl);
    const isShared = isSharedDevice(req);
    const secret = await finish({ municipality, typed, isShared, presentSessionId: present });
    if (secret === undefined) {
      const model = breakGlassPage(municipality, true, pages.texts(req));
      pages.send(req, res, 'identity/break-glass', model, { title: model.heading, status: 422 });
      return;
    }
    const { name, options } = sessionCookie(publicUrl);
    res.cookie(name, secret, options);
    res.redirect(303, '/administration');
  });

  return router;
}

/** Where the roles are asked for as well. All else is shut, also what needs no role. */
const ITS_PAGES = /^\/administration(\/((people|identity)(\/.*)?|sessions))?$/;

/** For all that comes behind: such a login opens people's roles and the login service, and nothing else. */
export const keepBreakGlassToItsPages: RequestHandler = (req, res, next) => {
  if (!req.session || breakGlassIdOf(req.session.personId) === undefined) next();
  else if (req.path === '/' && req.method === 'GET') res.redirect(303, '/administration');
  else if (ITS_PAGES.test(req.path)) next();
  else throw new RoleNeeded('manage-identity');
};
