import * as Y from 'yjs';
import { tripSchema } from '../../src/documents/trip';
import { fieldLimits } from '../../src/protocol/limits';
import { tripRoots } from './trip-content';
import { type Item, readItems } from './trip-items';

/** The most that an amount of money may be, in its currency. */
export const { maxAmount } = fieldLimits;

/** What a card costs; null where nobody has said. */
export type Cost = Pick<Item, 'id' | 'day' | 'type' | 'booking_status' | 'cost' | 'currency'>;

/** What somebody means to spend, in one currency. */
export interface PlannedAmount {
  /** ISO 4217. */
  readonly currency: string;
  readonly amount: number;
}

const { check, checkKey } = tripSchema.fields.budget;

/** The planned amounts, by currency. */
export function readBudget(doc: Y.Doc): PlannedAmount[] {
  return [...tripRoots.budget(doc).entries()]
    .filter((entry): entry is [string, number] => checkKey(entry[0]) === null && check(entry[1]) === null)
    .map(([currency, amount]) => ({ currency, amount }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** Sets what is planned in a currency; null: nothing is. */
export function setBudget(doc: Y.Doc, currency: string, amount: number | null): void {
  if (amount === null) tripRoots.budget(doc).delete(currency);
  else tripRoots.budget(doc).set(currency, amount);
}

/** The cards that cost something, in the order of the plan. */
export function readCosts(doc: Y.Doc): Cost[] {
  return readItems(doc).filter(({ cost }) => cost !== null);
}

/** Calls `listener` when a card changes in anything but its words, until the returned function is called. */
export function onCosts(doc: Y.Doc, listener: () => void): () => void {
  const itinerary = tripRoots.itinerary(doc);
  // biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
  const onChange = (events: readonly Y.YEvent<any>[]) => {
    if (events.some(({ target }) => !(target instanceof Y.Text))) listener();
  };
  itinerary.observeDeep(onChange);
  return () => itinerary.unobserveDeep(onChange);
}
