import { Router } from 'express';
import type { Pages } from '../platform/http/page.js';
import { ADMINISTRATION, mayOpen, readerOf, RoleNeeded, signedInOnly } from './reader.routes.js';

/** Where administrators, HR and coordinators find what is theirs to look after. */
export function administrationRoutes({ pages }: { readonly pages: Pages }): Router {
  const router = Router();
  router.get('/administration', signedInOnly, (req, res) => {
    const t = pages.texts(req);
    const sections = ADMINISTRATION.filter((section) => mayOpen(readerOf(req), section));
    if (sections.length === 0) throw new RoleNeeded('manage-people');
    const model = {
      sections: sections.map(({ href, key }) => ({
        href,
        title: t(`administration.${key}`),
        about: t(`administration.${key}.about`),
      })),
    };
    pages.send(req, res, 'administration/administration', model, {
      title: t('administration.title'),
    });
  });
  return router;
}
