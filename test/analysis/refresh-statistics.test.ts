import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { MORNING, useService } from '../support/a-service.js';
import { useExamRoom } from './an-exam-room.js';

describe('Statistics of a municipality', () => {
  const service = useService();
  const room = useExamRoom(service);
  const refresh = (id = 'fjordby'): Promise<boolean> => service.services.analysis.refresh(id);
  const bank = async () => {
    const found = await service.stores.itemStandings.bank('fjordby', room.bankId());
    if (!found) throw new Error('Nothing was computed');
    return found;
  };
  const standing = async (itemId: string) =>
    (await service.stores.itemStandings.ofItem('fjordby', room.bankId(), itemId))[0];

  it('are none before anybody has sat', async () => {
    equal(await refresh(), false);
    equal(await service.stores.itemStandings.bank('fjordby', room.bankId()), undefined);
  });

  it('appear after sixty attempts: each item as often as it was met', async () => {
    await room.sit(60, { seed: 'sixty' });
    service.pass(120);
    equal(await refresh(), true);
    const { sittings, programmes } = await bank();
    equal(sittings, 60);
    deepEqual(
      programmes.map(({ items, n, scores }) => [items, n, (scores?.reliability ?? 0) > 0.5]),
      [[6, 60, true]],
    );
    const standings = await service.stores.itemStandings.ofBank('fjordby', room.bankId());
    equal(
      standings.reduce((sum, { statistics }) => sum + statistics.n, 0),
      60 * 6,
    );
  });

  it('are computed again only when another attempt has closed', async () => {
    service.pass(121);
    equal(await refresh(), false);
    service.pass(30);
    await room.sit(1, { seed: 'one-more' }, service.now());
    service.pass(30);
    equal(await refresh(), true);
    equal((await bank()).sittings, 61);
  });

  it('hold what a key of one item is worth: those who know the rest have it right', async () => {
    const { items } = room.onlyTwoItems();
    service.at('2026-11-03T08:00:00Z');
    await room.sit(
      60,
      { seed: 'two', isRight: ({ ability }, { itemId }) => itemId === items[0] && ability > 0.5 },
      service.now(),
    );
    service.pass(120);
    await refresh();
    const found = await standing(items[0] ?? '');
    ok(found?.statistics.shown);
    equal(found.time?.median, 40);
  });

  it('leave out attempts that are open, annulled or of another municipality', async () => {
    service.at('2026-11-04T08:00:00Z');
    await refresh();
    const { sittings } = await bank();
    const changes = (state: Attempt['state']) => ({ changes: () => ({ state }) });
    await room.sit(2, { seed: 'annulled', ...changes('annulled') }, service.now());
    await room.sit(2, { seed: 'elsewhere', changes: () => ({ municipalityId: 'elsewhere' }) });
    service.pass(30);
    await refresh();
    equal((await bank()).sittings, sittings);
  });

  it('say nothing of anybody', async () => {
    const text = JSON.stringify(
      await service.stores.itemStandings.ofBank('fjordby', room.bankId()),
    );
    ok(!text.includes('candidate'));
    ok(new Date(MORNING) < (await bank()).computedAt);
  });
});
