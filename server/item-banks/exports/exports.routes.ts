import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import type { Pages } from '../../platform/http/page.js';
import { EXPORT_LANGUAGES, WRITERS } from '../formats/writers.js';
import type { exportItems, planExport } from './export-items.js';
import { exportPage } from './exports.view.js';
import { found, slug } from '../item-request.routes.js';

export interface ExportsRoutesDeps {
  readonly pages: Pages;
  readonly planExport: ReturnType<typeof planExport>;
  readonly exportItems: ReturnType<typeof exportItems>;
}

const asked = z.object({
  item: slug.optional().catch(undefined),
  format: z
    .string()
    .optional()
    .transform((id) => WRITERS.find((writer) => writer.id === id)),
  language: z.enum(EXPORT_LANGUAGES).optional().catch(undefined),
});
const confirmed = asked.extend({
  leftOut: z
    .string()
    .max(30_000)
    .default('')
    .transform((ids) => ids.split(' ').filter((id) => id !== '')),
});

/** A bank or an item as a file for another system: first a page that says what the format can't carry, then the file. */
export function exportsRoutes(deps: ExportsRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '64kb' });

  router.get('/item-banks/:bankId/export', signedInOnly, async (req, res) => {
    const command = commandIn(req, asked.parse(req.query));
    send(req, res, command, await deps.planExport(command));
  });

  router.post('/item-banks/:bankId/export/file', signedInOnly, readForm, async (req, res) => {
    const { leftOut, ...form } = confirmed.parse(req.body);
    const { writer, ...command } = commandIn(req, form);
    if (!writer) {
      send(req, res, command, await deps.planExport(command), 'no-format');
      return;
    }
    const { planned, file } = await deps.exportItems({ ...command, writer, leftOut });
    if (!file) {
      send(req, res, { ...command, writer }, planned, 'changed-meanwhile');
      return;
    }
    const name = command.itemId ?? command.bankId;
    res.attachment(`${name}-${writer.id}.${file.extension}`);
    res.set('Cache-Control', 'no-store').send(Buffer.from(file.bytes));
  });

  function send(
    req: Request,
    res: Response,
    choices: Parameters<typeof exportPage>[1],
    planned: Parameters<typeof exportPage>[0],
    problem?: 'no-format' | 'changed-meanwhile',
  ): void {
    const words = { t: pages.texts(req), locale: pages.locale(req) };
    const model = exportPage(planned, choices, problem, words);
    const status = problem === undefined ? 200 : problem === 'no-format' ? 422 : 409;
    pages.send(req, res, 'item-banks/export', model, { title: model.title, status });
  }

  return router;
}

function commandIn(req: Request, { item, format, language }: z.output<typeof asked>) {
  scopeFor(req, 'see-items');
  const { person } = readerOf(req);
  const bankId = found(slug, req.params['bankId']);
  return { person, bankId, itemId: item, writer: format, language };
}
