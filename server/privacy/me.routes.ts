import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import type { CertificateFonts } from '../certification/certificate-fonts.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import type { Pages } from '../platform/http/page.js';
import { mePage } from './me.view.js';
import { myDataDocument } from './my-data-document.view.js';
import { renderMyData } from './my-data-pdf.js';
import { PARTS, recordsOf, type PartName, type PersonalData } from './personal-data.js';

/** What is kept about the person who is signed in: an overview, and all of it to take away. */
export function meRoutes(deps: {
  readonly pages: Pages;
  readonly data: PersonalData;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly fonts: CertificateFonts;
  readonly clock: Clock;
}): Router {
  const { pages, data, municipalities, fonts, clock } = deps;
  const router = Router();

  router.get('/me', signedInOnly, async (req, res) => {
    const { person } = readerOf(req);
    const t = pages.texts(req);
    const parts = data(person);
    const counted = await Promise.all(
      PARTS.map(async (name) => ({ name, count: await countOf(parts[name]()) })),
    );
    pages.send(req, res, 'privacy/me', mePage(person, counted, t), { title: t('me.title') });
  });

  router.get('/me/data.json', signedInOnly, async (req, res) => {
    const { person, today } = readerOf(req);
    res.attachment(`medsert-${today}.json`).type('json');
    await pipeline(Readable.from(written(data(person))), res);
  });

  router.get('/me/data.pdf', signedInOnly, async (req, res) => {
    const { person, municipality, today } = readerOf(req);
    const [t, locale] = [pages.texts(req), pages.locale(req)];
    const parts = data(person);
    const read = PARTS.map(async (name) => [name, await recordsOf(parts[name]())] as const);
    const records = Object.fromEntries(await Promise.all(read)) as Record<PartName, object[]>;
    const units = await municipalities.unitsOf(municipality.id);
    const { timeZone, name: author } = municipality;
    const document = myDataDocument(records, { person, units, t, locale, timeZone });
    const page = (number: number, pages: number): string => t('myData.page', { number, pages });
    const printing = { locale, author, createdAt: clock(), page, nothing: t('myData.nothing') };
    const pdf = await renderMyData(document, fonts, printing);
    res.attachment(`medsert-${today}.pdf`).type('application/pdf').send(pdf);
  });

  return router;
}

async function countOf(records: AsyncIterable<object>): Promise<number> {
  let count = 0;
  for await (const _record of records) count += 1;
  return count;
}

/** One JSON document, a record at a time. */
async function* written(parts: ReturnType<PersonalData>): AsyncGenerator<string> {
  yield '{';
  for (const [index, name] of PARTS.entries()) {
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(name)}: [`;
    let separator = '\n  ';
    for await (const record of parts[name]()) {
      yield separator + JSON.stringify(record);
      separator = ',\n  ';
    }
    yield ']';
  }
  yield '\n}\n';
}
