import type { Attempt } from '../../server/attempts/attempt.js';
import type { Programme } from '../../server/exams/programme.js';
import type { TestService } from '../support/a-service.js';
import { simulatedAttempts, type ExamRoom } from '../support/simulated-attempts.js';
import { PROGRAMME } from '../support/some-staff.js';

type Simulation = Parameters<typeof simulatedAttempts>[2];

/** Call inside a `describe`, after the service: Fjordby's programme, where simulated candidates sit. */
export function useExamRoom(service: TestService) {
  let room: Omit<ExamRoom, 'from'> | undefined;
  const open = (): Omit<ExamRoom, 'from'> => {
    if (!room) throw new Error('The room is open inside tests and hooks only');
    return room;
  };
  before(async () => {
    const municipality = await service.stores.municipalities.find('fjordby');
    const programme = await service.stores.programmes.latest('fjordby', PROGRAMME);
    if (!municipality || !programme) throw new Error('Fjordby has no programme');
    room = { municipality, programme, items: await service.services.items.live(programme.bankId) };
  });
  return {
    programme: (): Programme => open().programme,
    bankId: (): string => open().programme.bankId,
    /** So many sit, the first at `from`, and their attempts are stored. */
    async sit(
      times: number,
      simulation: Simulation = {},
      from = service.now(),
    ): Promise<Attempt[]> {
      const attempts = simulatedAttempts({ ...open(), from }, times, simulation);
      for (const attempt of attempts) await service.stores.attempts.put(attempt, attempt.closesAt);
      return attempts;
    },
    /** From now on everybody gets the same two items of law. */
    onlyTwoItems(): { readonly items: readonly string[] } {
      const { programme, items, ...rest } = open();
      const [law] = programme.specification.sections;
      const two = items.filter(({ item }) => item.pool === 'exam' && item.topic === 'law');
      const groups = new Set<string>();
      const chosen = two
        .filter(({ item, state }) => {
          const group = item.variantGroup ?? item.id;
          const isNew = state === 'live' && item.type === 'singleChoice' && !groups.has(group);
          groups.add(group);
          return isNew;
        })
        .slice(0, 2);
      if (!law || chosen.length < 2) throw new Error('There are no two items of law');
      const sections = [{ ...law, quota: 2, criticalAtLeast: 0 }];
      room = { ...rest, items: chosen, programme: { ...programme, specification: { sections } } };
      return { items: chosen.map(({ item }) => item.id) };
    },
  };
}
