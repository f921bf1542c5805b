import { Router, type Response } from 'express';
import { z } from 'zod';
import { contrastRatio, LEAST_READABLE_CONTRAST } from '../../platform/colour.js';
import { NotFound } from '../../platform/errors.js';
import type { ArmsStore } from './arms.store.js';
import { armsAsSvg, themeOf } from './look.view.js';

const hex = z.object({ colour: z.string().regex(/^[0-9a-f]{6}$/) });
const params = z.object({ id: z.string().regex(/^[0-9a-f]{32}$/) });

/** What pages of a municipality show for everybody: its colours and its arms. Each address names its content, so browsers may keep it. */
export function lookRoutes({ arms }: { readonly arms: Pick<ArmsStore, 'find'> }): Router {
  const router = Router();

  router.get('/theme/:colour', (req, res) => {
    const asked = hex.safeParse(req.params);
    const colour = asked.success ? `#${asked.data.colour}` : '#ffffff';
    if (contrastRatio(colour, '#ffffff') < LEAST_READABLE_CONTRAST) throw new NotFound('theme');
    keepForAYear(res);
    res.type('css').send(themeOf(colour));
  });

  router.get('/arms/:id', async (req, res) => {
    const asked = params.safeParse(req.params);
    const found = asked.success ? await arms.find(asked.data.id) : undefined;
    if (!found) throw new NotFound('arms');
    keepForAYear(res);
    // Opened by itself, it can run and load nothing.
    res.set('Content-Security-Policy', "default-src 'none'; sandbox");
    if (found.kind === 'drawn') res.type('image/svg+xml').send(armsAsSvg(found));
    else res.type('image/png').send(Buffer.from(found.png, 'base64'));
  });

  return router;
}

function keepForAYear(res: Response): void {
  res.set('Cache-Control', 'public, max-age=31536000, immutable');
}
