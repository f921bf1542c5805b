import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import { scopeOf } from '../../organisation/policy.rules.js';
import { readerOf, requireWhole, signedInOnly } from '../../organisation/reader.routes.js';
import { membershipOf, membershipState } from '../../organisation/region.rules.js';
import type { RegionStore } from '../../organisation/region.store.js';
import type { Pages } from '../../platform/http/page.js';
import { LOCALES, type Localised } from '../../platform/locale.js';
import { bankAddress } from '../bank-words.view.js';
import type { BankStore } from '../bank.store.js';
import type {
  adoptRelease,
  forkRelease,
  holdRelease,
  settleForkedItem,
  SharingObstacle,
  SharingOutcome,
  subscribe,
  unsubscribe,
} from './adopt-release.js';
import type { DrawableItem } from '../drawn-item.rules.js';
import { changesPage, type ShortAfter } from './changes.view.js';
import type { createLocalBank } from './create-local-bank.js';
import { changesAddress, sharingPage } from './sharing.view.js';
import type { compareWithRelease, sharedBanks } from './subscriptions.js';
import { inUseAfter } from './upstream.rules.js';
import { found, slug, wordsFor } from '../item-request.routes.js';

interface SharingRoutesDeps {
  readonly pages: Pages;
  readonly regions: RegionStore;
  readonly banks: BankStore;
  readonly municipalities: MunicipalityStore;
  readonly sharedBanks: ReturnType<typeof sharedBanks>;
  readonly compare: ReturnType<typeof compareWithRelease>;
  readonly subscribe: ReturnType<typeof subscribe>;
  readonly unsubscribe: ReturnType<typeof unsubscribe>;
  readonly adopt: ReturnType<typeof adoptRelease>;
  readonly hold: ReturnType<typeof holdRelease>;
  readonly fork: ReturnType<typeof forkRelease>;
  readonly settle: ReturnType<typeof settleForkedItem>;
  /** What programmes would lack if a bank held these items. */
  readonly shortWith: (
    municipalityId: string,
    bankId: string,
    items: readonly DrawableItem[],
  ) => Promise<readonly ShortAfter[]>;
  readonly createLocalBank: ReturnType<typeof createLocalBank>;
}

const number = z.coerce.number().int().min(1);
const reason = z.string().max(2000).default('');
const title = z.string().trim().max(200).default('');
const titleFields = { 'title.nb': title, 'title.nn': title, 'title.sv': title, 'title.en': title };
const newBank = { newId: slug };
const offerForm = z.object({ bankId: slug, number });
const forkForm = z.object({ bankId: slug, number, ...newBank });
const localForm = z.object({ topicsOf: slug, ...newBank });
const releaseForm = z.object({ number, reason });
const itemForm = z.object({
  number,
  reason,
  revision: z.coerce.number().int().min(0),
  decision: z.enum(['take', 'keep']),
});
const shown = z.object({ release: number.optional().catch(undefined) });

/** What regions share: subscribed to, looked at, adopted or forked by the administrators and authors of a municipality. */
export function sharingRoutes(deps: SharingRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '32kb', parameterLimit: 20 });

  router.get('/sharing', signedInOnly, (req, res) => sendSharing(req, res));

  router.post('/sharing/subscriptions', signedInOnly, readForm, async (req, res) => {
    const outcome = await deps.subscribe({ ...actorOf(req), ...offerForm.parse(req.body) });
    await answer(req, res, outcome, changesAddress, sendSharing);
  });

  router.post('/sharing/forks', signedInOnly, readForm, async (req, res) => {
    const outcome = await deps.fork({
      ...actorOf(req),
      ...forkForm.parse(req.body),
      titles: titlesIn(req.body),
    });
    await answer(req, res, outcome, bankAddress, sendSharing);
  });

  router.post('/sharing/local-banks', signedInOnly, readForm, async (req, res) => {
    const outcome = await deps.createLocalBank({
      ...actorOf(req),
      ...localForm.parse(req.body),
      titles: titlesIn(req.body),
    });
    await answer(req, res, outcome, bankAddress, sendSharing);
  });

  router.post('/sharing/banks/:bankId/end', signedInOnly, readForm, async (req, res) => {
    const form = releaseForm.pick({ reason: true }).parse(req.body);
    const outcome = await deps.unsubscribe({ ...actorOf(req), ...form, bankId: bankIdOf(req) });
    await answer(req, res, outcome, () => '/sharing', sendSharing);
  });

  router.get('/sharing/banks/:bankId/changes', signedInOnly, (req, res) =>
    sendChanges(req, res, undefined, shown.parse(req.query).release),
  );

  router.post('/sharing/banks/:bankId/adopt', signedInOnly, readForm, async (req, res) => {
    const form = releaseForm.parse(req.body);
    const outcome = await deps.adopt({ ...actorOf(req), ...form, bankId: bankIdOf(req) });
    await answer(req, res, outcome, changesAddress, (...to) => sendChanges(...to, form.number));
  });

  router.post('/sharing/banks/:bankId/hold', signedInOnly, readForm, async (req, res) => {
    const form = releaseForm.parse(req.body);
    const outcome = await deps.hold({ ...actorOf(req), ...form, bankId: bankIdOf(req) });
    await answer(req, res, outcome, changesAddress, (...to) => sendChanges(...to, form.number));
  });

  router.post('/sharing/banks/:bankId/items/:itemId', signedInOnly, readForm, async (req, res) => {
    const form = itemForm.parse(req.body);
    const { itemId } = z.object({ itemId: slug }).parse(req.params);
    const ids = { bankId: bankIdOf(req), itemId };
    const outcome = await deps.settle({ ...actorOf(req), ...form, ...ids });
    await answer(req, res, outcome, changesAddress, (...to) => sendChanges(...to, form.number));
  });

  async function answer(
    req: Request,
    res: Response,
    outcome: SharingOutcome,
    addressOf: (bankId: string) => string,
    otherwise: (req: Request, res: Response, refused: SharingObstacle) => Promise<void>,
  ): Promise<void> {
    if (outcome.done) res.redirect(303, addressOf(outcome.bankId));
    else await otherwise(req, res, outcome.obstacle);
  }

  async function sendSharing(
    req: Request,
    res: Response,
    refused?: SharingObstacle,
  ): Promise<void> {
    const actor = actorOf(req);
    const { municipalityId } = actor.person;
    const [shared, regions, municipalities, banks] = await Promise.all([
      deps.sharedBanks(actor),
      deps.regions.ofMunicipality(municipalityId),
      deps.municipalities.all(),
      deps.banks.readable(municipalityId),
    ]);
    const read = {
      ...shared,
      municipalityId,
      banks,
      hosted: regions.filter((one) => one.hostMunicipalityId === municipalityId),
      names: new Map(municipalities.map(({ id, name }) => [id, name])),
      invited: regions.some((region) => {
        const membership = membershipOf(region, municipalityId);
        return membership && membershipState(membership, actor.today) === 'invited';
      }),
      mayShare: allows(req, 'share-banks'),
      mayWrite: allows(req, 'write-items'),
    };
    const words = wordsFor(pages, req);
    const status = refused === undefined ? 200 : 422;
    const title = words.t('sharing.title');
    pages.send(req, res, 'sharing/sharing', sharingPage(read, words, refused), { title, status });
  }

  async function sendChanges(
    req: Request,
    res: Response,
    refused?: SharingObstacle,
    release?: number,
  ): Promise<void> {
    const which = release === undefined ? {} : { number: release };
    const compared = await deps.compare({ ...actorOf(req), ...which, bankId: bankIdOf(req) });
    const { person } = actorOf(req);
    const after = inUseAfter(compared.items);
    const read = {
      ...compared,
      short: await deps.shortWith(person.municipalityId, compared.bank.id, after),
      maySee: allows(req, 'see-items'),
      mayAdopt: allows(req, 'adopt-banks'),
      mayWrite: allows(req, 'write-items'),
    };
    const model = changesPage(read, wordsFor(pages, req), refused);
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'sharing/changes', model, { title: model.title, status });
  }

  return router;
}

/** The title in the languages in which one was written. */
function titlesIn(body: unknown): Localised {
  const typed = z.object(titleFields).parse(body);
  return Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const words = typed[`title.${locale}`];
      return words === '' ? [] : [[locale, words]];
    }),
  );
}

function actorOf(req: Request) {
  const { person, today } = requireWhole(req, 'adopt-banks');
  return { person, today };
}

function allows(req: Request, action: Parameters<typeof scopeOf>[1]): boolean {
  const { person, today } = readerOf(req);
  return scopeOf(person, action, today).allowed;
}

function bankIdOf(req: Request): string {
  return found(z.object({ bankId: slug }), req.params).bankId;
}
