import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { carryOutNeutralisation, type NeutraliseDeps } from '../../server/analysis/neutralise.js';
import { caseOf, neutralisationId } from '../../server/analysis/neutralisation.rules.js';
import type { NeutralisationRequest } from '../../server/analysis/neutralisation.js';
import { standingResult, type Attempt } from '../../server/attempts/attempt.js';
import { revokeCertificate } from '../../server/certification/revoke-certificate.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import type { Treatment } from '../../server/scoring/result.rules.js';
import { formOn, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { handIn, slotOf } from '../support/sitting.js';
import { locationOf, type Visitor } from '../support/visitor.js';

describe('Neutralising an item', () => {
  const service = useService();
  let place: Municipality;
  let coordinator: Person;
  let visitor: Visitor;

  // Five items of law, four of which must be right, and nothing else decides.
  beforeEach(async () => {
    const rules = { cutScorePercent: 80, noCriticalWrong: false };
    ({ municipality: place } = await service.place({ items: { law: 5 }, rules }));
    const roles = [{ role: 'coordinator' }] as const;
    coordinator = await service.person({ municipalityId: place.id, roles });
    visitor = await service.signedInAs(coordinator);
  });

  /** Somebody hands in, all right but these slots. */
  async function sat(...wrong: readonly number[]): Promise<Attempt> {
    const person = await service.candidate({ municipalityId: place.id });
    return handIn(service, await service.begin(person), 'right', wrong);
  }
  const requestFor = (
    attempt: Attempt,
    slot: number,
    treatment: Treatment,
  ): NeutralisationRequest => {
    const { itemId, version } = slotOf(attempt, slot);
    const day = plainDate('2026-11-02');
    const { bankId } = attempt.frozen;
    return { municipalityId: place.id, bankId, itemId, version, treatment, from: day, to: day };
  };
  const pathOf = ({ bankId, itemId, version, treatment, from, to }: NeutralisationRequest) => {
    const query = new URLSearchParams({ version: String(version), treatment, from, to });
    return `/item-banks/${bankId}/items/${itemId}/neutralise?${query.toString()}`;
  };
  /** As the coordinator does it: looks, gives the reason, confirms. */
  async function neutralised(request: NeutralisationRequest): Promise<string> {
    const { text } = await visitor.get(pathOf(request));
    const { action, fields } = formOn(
      text.replace(/<form method="get".*?<\/form>/s, ''),
      '/neutralise',
    );
    fields.set('reason', 'Two keys are right.');
    return locationOf(await visitor.post(action, fields));
  }
  const certificateOf = (attempt: Attempt) => service.stores.certificates.findByAttempt(attempt.id);
  const actions = async (attempt: Attempt): Promise<string[]> =>
    (await service.stores.audit.entriesOf(place.id))
      .filter(({ subject }) => subject === `attempt:${attempt.id}`)
      .map(({ action }) => action);

  it('shows who changes, and changes nothing', async () => {
    const attempt = await sat(0, 1);
    const { text } = await visitor.get(pathOf(requestFor(attempt, 0, 'allRight')));
    match(readable(text), /Ikke bestått blir bestått: 1/);
    match(readable(text), /3 av 5 \(krav 4\).*4 av 5 \(krav 4\)/);
    equal((await service.attempt(attempt.id)).regrades, undefined);
  });

  it('gives who passes now the certificate, and keeps the original result beside the new one', async () => {
    const attempt = await sat(0, 1);
    equal(await certificateOf(attempt), undefined);
    const page = await visitor.get(await neutralised(requestFor(attempt, 0, 'allRight')));
    match(readable(page.text), /Består nå/);
    const list = readable((await visitor.get('/statistics')).text);
    match(list, new RegExp(`Nøytraliser ${slotOf(attempt, 0).itemId}, versjon 1`));
    const after = await service.attempt(attempt.id);
    deepEqual([after.result?.passed, after.result?.right], [false, 3]);
    deepEqual([standingResult(after)?.passed, standingResult(after)?.right], [true, 4]);
    equal(after.regrades?.[0]?.reason, 'Two keys are right.');
    equal((await certificateOf(attempt))?.record.right, 4);
    deepEqual(await actions(attempt), ['attempt.started', 'attempt.submitted', 'attempt.regraded']);
    const [history] = await service.stores.attempts.historyOf(place.id, [attempt.personId]);
    equal(history?.result?.passed, true);
  });

  it('tells the candidate that the result has changed, and from what', async () => {
    const attempt = await sat(0, 1);
    await neutralised(requestFor(attempt, 0, 'allRight'));
    const person = await service.stores.people.find(place.id, attempt.personId);
    ok(person);
    const own = await service.signedInAs(person);
    const { text } = await own.get(`/attempts/${attempt.id}/result`);
    match(readable(text), /Før sto det 3 av 5 riktige, ikke bestått/);
  });

  it('gives no second certificate to who passed another attempt of the cycle', async () => {
    const attempt = await sat(0, 1);
    service.pass(25 * 60);
    const person = await service.stores.people.find(place.id, attempt.personId);
    ok(person);
    await handIn(service, await service.begin(person), 'right');
    visitor = await service.signedInAs(coordinator);
    await neutralised(requestFor(attempt, 0, 'allRight'));
    equal(standingResult(await service.attempt(attempt.id))?.passed, true);
    equal(await certificateOf(attempt), undefined);
  });

  describe('where somebody would no longer pass', () => {
    let attempt: Attempt;
    let page: string;
    beforeEach(async () => {
      attempt = await sat(1);
      page = await neutralised(requestFor(attempt, 0, 'leftOut'));
    });
    const decide = (outcome: string, reason: string) =>
      visitor.post(`${page}/decisions`, { attemptId: attempt.id, outcome, reason });

    it('leaves result and certificate until a person decides', async () => {
      match(readable((await visitor.get(page)).text), /Venter på en avgjørelse/);
      equal(standingResult(await service.attempt(attempt.id))?.passed, true);
      deepEqual((await certificateOf(attempt))?.events, []);
    });

    it('asks for the reason, and does nothing without it', async () => {
      equal((await decide('fail', ' ')).status, 400);
      deepEqual((await certificateOf(attempt))?.events, []);
    });

    it('revokes the certificate when a person says so, by name and with the reason', async () => {
      await decide('fail', 'Below the limit.');
      const [event] = (await certificateOf(attempt))?.events ?? [];
      equal(event?.kind, 'revoked');
      equal('reason' in event && event.reason, 'Below the limit.');
      equal(standingResult(await service.attempt(attempt.id))?.passed, false);
    });

    it('lets both stand when a person says so, once and for all', async () => {
      await decide('keep', 'No doubt about the rest.');
      await decide('fail', 'Changed my mind.');
      equal(standingResult(await service.attempt(attempt.id))?.passed, true);
      deepEqual((await certificateOf(attempt))?.events, []);
      equal((await actions(attempt)).filter((one) => one.endsWith('decided')).length, 1);
    });
  });

  it('does nothing when something else would happen than what was shown', async () => {
    const attempt = await sat(0, 1);
    const request = requestFor(attempt, 0, 'allRight');
    const { action, fields } = formOn(
      (await visitor.get(pathOf(request))).text.replace(/<form method="get".*?<\/form>/s, ''),
      '/neutralise',
    );
    fields.set('reason', 'Two keys are right.');
    fields.set('digest', 'of another list');
    const answer = await visitor.post(action, fields);
    equal(answer.status, 409);
    match(readable(answer.text), /Noe er endret siden du så listen/);
    equal((await service.attempt(attempt.id)).regrades, undefined);
  });

  it('is one however often it is confirmed, and heals by running again', async () => {
    const attempt = await sat(0, 1);
    const request = requestFor(attempt, 0, 'allRight');
    const { stores, now } = service;
    const id = neutralisationId(request);
    await stores.neutralisations.begin({ ...request, id, reason: 'R', by: 'somebody', at: now() });
    const deps: NeutraliseDeps = {
      ...stores,
      clock: now,
      revoke: revokeCertificate({ ...stores, clock: now }),
      issueCertificate: () => Promise.reject(new Error('The process has died')),
    };
    await rejects(carryOutNeutralisation(deps)(place, id), /has died/);
    match(readable((await visitor.get(`/neutralisations/${id}`)).text), /Ikke ferdig/);
    await visitor.post(`/neutralisations/${id}/run`);
    await visitor.post(`/neutralisations/${id}/run`);
    match(readable((await visitor.get(`/neutralisations/${id}`)).text), /Ferdig/);
    ok(await certificateOf(attempt));
    equal((await service.attempt(attempt.id)).regrades?.length, 1);
    const entries = await stores.audit.entriesOf(place.id);
    equal(entries.filter(({ action }) => action === 'item.neutralised').length, 1);
  });

  it('reckons a second item of the same attempt together with the first', async () => {
    const attempt = await sat(0, 1, 2);
    await neutralised(requestFor(attempt, 0, 'allRight'));
    equal(standingResult(await service.attempt(attempt.id))?.right, 3);
    await neutralised(requestFor(attempt, 1, 'leftOut'));
    const after = await service.attempt(attempt.id);
    deepEqual([standingResult(after)?.right, standingResult(after)?.total], [3, 4]);
    equal(caseOf(after, requestFor(attempt, 1, 'allRight')), undefined);
  });

  it('touches no exam outside of the period, and none without the item', async () => {
    const attempt = await sat(0, 1);
    const request = requestFor(attempt, 0, 'allRight');
    const earlier = { ...request, from: plainDate('2026-10-01'), to: plainDate('2026-11-01') };
    match(readable((await visitor.get(pathOf(earlier))).text), /0 prøver i perioden/);
    const other = { ...request, version: 99 };
    equal((await visitor.get(pathOf(other))).status, 404);
    equal((await visitor.get('/neutralisations/no-such')).status, 404);
  });
});
