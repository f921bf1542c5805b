import { seenKey } from '../exams/draw-form.rules.js';
import { banksOf, type Programme } from '../exams/programme.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { Item, Response } from '../item-banks/item.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import { isAnswered, scoreResponse } from '../item-banks/response.rules.js';
import { isSettled } from '../item-banks/typed-number.rules.js';
import type { Municipality } from '../organisation/municipality.js';
import { NotFound } from '../platform/errors.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { IdSource, SeedSource } from '../platform/rng.js';
import type { Localised } from '../platform/locale.js';
import {
  topicKey,
  type PractisableItem,
  type Practice,
  type PracticeResponse,
  type PracticeSlot,
  type PracticeWish,
} from './practice.js';
import type { PracticeKey, PracticeStore } from './practice.store.js';
import { chooseSet } from './practice-set.rules.js';
import { pointsFor, progressAfter, standingByTopic, streakAfter } from './progress.rules.js';
import type { TopicStanding } from './progress.rules.js';

export interface PracticeDeps {
  readonly practice: PracticeStore;
  readonly programmes: Pick<ProgrammeStore, 'latest'>;
  readonly items: ItemCatalogue;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
}

/** Who practises for what. */
export interface Practiser {
  readonly municipality: Pick<Municipality, 'id' | 'country'>;
  readonly personId: string;
  readonly programmeId: string;
  readonly today: PlainDate;
}

export interface PracticeOverview {
  readonly programme: Programme;
  readonly practice: Practice;
  readonly topics: readonly TopicStanding[];
  /** By `topicKey`. */
  readonly topicTitles: ReadonlyMap<string, TopicTitle>;
}

export interface TopicTitle {
  readonly titles: Localised;
  /** What the bank is called, of a topic that is from another than the programme's. */
  readonly bank?: Localised;
}

/** Where the person stands. Throws `NotFound` when the municipality has no such programme. */
export function practiceOverview(deps: PracticeDeps) {
  return async (practiser: Practiser): Promise<PracticeOverview> => {
    const { programme, key } = await placeOf(deps, practiser);
    const { items, topicTitles } = await toPractise(deps, programme);
    const practice = await deps.practice.find(key);
    const { country } = practiser.municipality;
    const topics = standingByTopic([...topicTitles.keys()], items, practice, country);
    return { programme, practice, topics, topicTitles };
  };
}

/** Begins a set; returns its id, or nothing when there is nothing to practise on that fits the wish. */
export function beginSet(deps: PracticeDeps) {
  return async (practiser: Practiser, wish: PracticeWish): Promise<string | undefined> => {
    const { programme, key } = await placeOf(deps, practiser);
    const practice = await deps.practice.find(key);
    const drawn = chooseSet({
      items: (await toPractise(deps, programme)).items,
      country: practiser.municipality.country,
      practice,
      wish,
      today: practiser.today,
      seed: deps.seeds(),
    });
    if (drawn.length === 0) return undefined;
    const set = { id: deps.ids(), slots: drawn.map((one) => ({ drawn: one })) };
    if (await deps.practice.begin(key, set, practice.set?.id)) return set.id;
    // Another click was a moment earlier: go on with what it began.
    return (await deps.practice.find(key)).set?.id;
  };
}

export interface OpenSlot {
  readonly programme: Programme;
  readonly practice: Practice;
  readonly slot: PracticeSlot;
  readonly number: number;
  readonly total: number;
  readonly item: Item;
  /** The bank that the item is in. */
  readonly bankId: string;
}

/** One item of the set under way, from 0; nothing when the set has been left for another. */
export function openSlot(deps: PracticeDeps) {
  return async (
    practiser: Practiser,
    setId: string,
    number: number,
  ): Promise<OpenSlot | undefined> => {
    const { programme, key } = await placeOf(deps, practiser);
    const practice = await deps.practice.find(key);
    const slot = practice.set?.id === setId ? practice.set.slots[number] : undefined;
    if (!slot) return undefined;
    const { itemId, version, bankId = programme.bankId } = slot.drawn;
    const item = await deps.items.version(bankId, itemId, version);
    const total = practice.set?.slots.length ?? 0;
    return { programme, practice, slot, number, total, item, bankId };
  };
}

export type RespondOutcome = 'recorded' | 'unanswered' | 'unclear' | 'gone';

/** Records what the person said and how sure they were. Said twice, the first time counts. */
export function respondInPractice(deps: PracticeDeps) {
  const open = openSlot(deps);
  return async (
    practiser: Practiser,
    place: { readonly setId: string; readonly number: number },
    said: { readonly response: Response | undefined; readonly sure: boolean },
  ): Promise<RespondOutcome> => {
    const found = await open(practiser, place.setId, place.number);
    if (!found) return 'gone';
    if (found.slot.response) return 'recorded';
    const { response, sure } = said;
    if (!response || !isAnswered(response)) return 'unanswered';
    if (!isSettled(response)) return 'unclear';
    const { practice, item, slot } = found;
    const { right } = scoreResponse(item, slot.drawn, response);
    const recorded: PracticeResponse = {
      response,
      sure,
      right,
      points: pointsFor(item.difficulty, right),
    };
    const { today } = practiser;
    await deps.practice.respond(
      practice,
      { setId: place.setId, slot: place.number, item: seenKey(slot.drawn) },
      recorded,
      progressAfter(practice.items[seenKey(slot.drawn)], { right, sure, today }),
      streakAfter(practice.streak, today),
    );
    return 'recorded';
  };
}

/** Whether the person wants to see how many days in a row they have practised. */
export function showStreak(deps: PracticeDeps) {
  return async (practiser: Practiser, shows: boolean): Promise<void> => {
    const { key } = await placeOf(deps, practiser);
    await deps.practice.showStreak(key, shows);
  };
}

/** What there is to practise on: all of the programme's bank, and of others the topics that its sections draw from. */
async function toPractise({ items }: Pick<PracticeDeps, 'items'>, programme: Programme) {
  const found: PractisableItem[] = [];
  const topicTitles = new Map<string, TopicTitle>();
  for (const id of banksOf(programme)) {
    const isMain = id === programme.bankId;
    const sections = programme.specification.sections.filter(({ bankId }) => bankId === id);
    const drawn = new Set(sections.flatMap(({ topics }) => topics));
    const bank = await items.bank(id);
    const bankId = isMain ? undefined : id;
    const asked = (topic: string): boolean => isMain || drawn.has(topic);
    for (const [topic, titles] of Object.entries(bank.topics))
      if (asked(topic))
        topicTitles.set(topicKey(topic, bankId), {
          titles,
          ...(isMain ? {} : { bank: bank.titles }),
        });
    const own = (await items.practice(id)).filter(({ item }) => asked(item.topic));
    found.push(...own.map((one) => ({ ...one, bankId })));
  }
  return { items: found, topicTitles };
}

async function placeOf(
  deps: PracticeDeps,
  { municipality, personId, programmeId }: Practiser,
): Promise<{ programme: Programme; key: PracticeKey }> {
  const programme = await deps.programmes.latest(municipality.id, programmeId);
  if (!programme) throw new NotFound('programme');
  return {
    programme,
    key: { municipalityId: municipality.id, personId, bankId: programme.bankId },
  };
}
