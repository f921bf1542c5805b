import assert from 'node:assert/strict';
import { useService } from '../support/a-service.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from './a-written-bank.js';
import { aSingleChoice } from './some-items.js';

describe('writing and reviewing items', () => {
  const service = useService();
  let bank: WrittenBank;
  before(async () => {
    bank = await aWrittenBank(service, 1);
  });

  const versionsOf = async (itemId: string) =>
    (await bank.recordOf(itemId)).versions.map(({ version, content, events }) => ({
      version,
      key: content.type === 'singleChoice' && content.key,
      states: events.map(({ to }) => to),
    }));

  it('keeps who moved a version on, when and why, and an entry in the trail for each', async () => {
    const { versions } = await bank.bring(anItemCalled('kept'), 'retired');
    const { author, reviewer } = bank;
    const [at, comment] = [service.now(), 'A reason'];
    assert.deepEqual(versions[0]?.events, [
      { to: 'draft', by: author.id, at },
      { to: 'inReview', by: author.id, at, comment },
      { to: 'approved', by: reviewer.id, at, comment },
      { to: 'live', by: author.id, at, comment },
      { to: 'retired', by: author.id, at, comment },
    ]);
    const entries = await service.stores.audit.entriesOf(bank.municipalityId);
    const ours = entries.filter(({ subject }) => subject === `item:${bank.bankId}/kept`);
    assert.deepEqual(
      ours.map(({ action, actor, details }) => [action, actor, details?.['version']]),
      [
        ['item.draft', author.id, 1],
        ['item.inReview', author.id, 1],
        ['item.approved', reviewer.id, 1],
        ['item.live', author.id, 1],
        ['item.retired', author.id, 1],
      ],
    );
  });

  it('saves a draft again in its place until somebody has reviewed it', async () => {
    await bank.write(anItemCalled('again', { key: 'a' }));
    await bank.write(anItemCalled('again', { key: 'b' }));
    assert.deepEqual(await versionsOf('again'), [{ version: 1, key: 'b', states: ['draft'] }]);
    await bank.change('again', 'send', bank.author);
    assert.deepEqual(await bank.write(anItemCalled('again', { key: 'c' })), {
      saved: false,
      reason: 'in-review',
    });
    await bank.change('again', 'return', bank.reviewer, 'Two options are right');
    await bank.write(anItemCalled('again', { key: 'c' }));
    assert.deepEqual(await versionsOf('again'), [
      { version: 1, key: 'b', states: ['draft', 'inReview', 'draft', 'retired'] },
      { version: 2, key: 'c', states: ['draft'] },
    ]);
  });

  it('saves nothing when nothing has changed', async () => {
    const before = await bank.bring(anItemCalled('same'), 'live');
    const outcome = await bank.write(anItemCalled('same'));
    assert.deepEqual(outcome, { saved: true, version: 1, revision: before.revision });
    assert.deepEqual(await bank.recordOf('same'), before);
  });

  it('counts everybody who wrote on a draft as its author, and lets none of them approve it', async () => {
    const both = await service.person({
      municipalityId: bank.municipalityId,
      roles: [{ role: 'examAuthor' }, { role: 'examReviewer' }],
    });
    await bank.write(anItemCalled('shared', { key: 'a' }));
    await bank.write(anItemCalled('shared', { key: 'b' }), both);
    await bank.change('shared', 'send', bank.author);
    assert.deepEqual(await bank.change('shared', 'approve', both), {
      done: false,
      obstacles: ['own-case'],
    });
    assert.deepEqual(await bank.change('shared', 'approve', bank.reviewer), { done: true });
  });

  it('wants a reason where one is owed', async () => {
    await bank.bring(anItemCalled('reason'), 'live');
    assert.deepEqual(await bank.change('reason', 'retire', bank.author, '  '), {
      done: false,
      obstacles: ['comment-missing'],
    });
  });

  it('lets the first of two who act at once go before, and tells the other', async () => {
    const { revision } = await bank.bring(anItemCalled('race'), 'inReview');
    const decide = (transition: 'approve' | 'return') =>
      service.services.itemBanks.changeState({
        ...bank.asActor(bank.reviewer),
        bankId: bank.bankId,
        itemId: 'race',
        version: 1,
        revision,
        transition,
        comment: 'At once',
      });
    const outcomes = await Promise.all([decide('approve'), decide('return')]);
    assert.equal(outcomes.filter(({ done }) => done).length, 1);
    assert.ok(
      outcomes.some((one) => !one.done && one.obstacles.join() === 'changed-meanwhile'),
      JSON.stringify(outcomes),
    );
  });

  it('never writes over what somebody else has saved since', async () => {
    await bank.write(anItemCalled('stale', { key: 'a' }));
    const { revision } = await bank.recordOf('stale');
    const save = (key: string, seen: number) =>
      service.services.itemBanks.saveDraft({
        ...bank.asActor(bank.author),
        bankId: bank.bankId,
        content: anItemCalled('stale', { key }),
        revision: seen,
      });
    assert.equal((await save('b', revision)).saved, true);
    assert.deepEqual(await save('c', revision), { saved: false, reason: 'changed-meanwhile' });
    assert.deepEqual(await save('c', 0), { saved: false, reason: 'id-taken' });
    assert.equal((await versionsOf('stale'))[0]?.key, 'b');
  });

  it("is for a bank's own municipality, and for people with the role", async () => {
    const elsewhere = await service.person({ roles: [{ role: 'examAuthor' }] });
    await assert.rejects(bank.write(anItemCalled('foreign'), elsewhere), { code: 'not-found' });
    assert.deepEqual(await bank.write(anItemCalled('foreign'), bank.reviewer), {
      saved: false,
      reason: 'no-role',
    });
    const shipped = { ...bank.asActor(bank.author), bankId: 'legemiddelhandtering', revision: 0 };
    assert.deepEqual(
      await service.services.itemBanks.saveDraft({ ...shipped, content: aSingleChoice() }),
      { saved: false, reason: 'shipped-bank' },
    );
  });
});
