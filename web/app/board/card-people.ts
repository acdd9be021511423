import { type Presence, type PresentPerson, presentPeople } from '../../react';
import { cardOfField, partOfPath } from './card-places';

/** Somebody else in a card. */
export interface CardPerson {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** The field of the card in which they are, where that is known. */
  readonly part: string | null;
}

const nobody: readonly CardPerson[] = [];

/**
 * Who of the others is in which card. Read once per change of presence, however many cards there are, and told only to
 * those cards about which something else is to be said.
 */
export class CardPeople {
  readonly #awareness: Presence;
  readonly #own: string | undefined;
  readonly #listeners = new Map<string, Set<() => void>>();
  #byCard = new Map<string, readonly CardPerson[]>();

  /** @param own the person whose page this is: another window of theirs is nobody else. */
  constructor(awareness: Presence, own: string | undefined) {
    this.#awareness = awareness;
    this.#own = own;
    this.#byCard = this.#read();
  }

  in(card: string): readonly CardPerson[] {
    return this.#byCard.get(card) ?? nobody;
  }

  /** Calls `listener` when somebody else comes to a card, leaves it or goes on in another field of it. */
  onCard(card: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(card) ?? new Set();
    this.#listeners.set(card, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(card) === listeners) this.#listeners.delete(card);
    };
  }

  /** Follows the presence until the returned function is called. */
  follow(): () => void {
    this.#update();
    this.#awareness.on('change', this.#onChange);
    return () => this.#awareness.off('change', this.#onChange);
  }

  readonly #onChange = (_change: unknown, origin: unknown): void => {
    // What this person does themselves, at each key for example, is not among it.
    if (origin !== 'local') this.#update();
  };

  readonly #update = (): void => {
    const before = this.#byCard;
    const now = this.#read();
    for (const [card, people] of now) {
      const known = before.get(card);
      if (known !== undefined && JSON.stringify(known) === JSON.stringify(people)) now.set(card, known);
    }
    this.#byCard = now;
    for (const card of new Set([...before.keys(), ...now.keys()])) {
      if (before.get(card) !== now.get(card)) for (const listener of [...(this.#listeners.get(card) ?? [])]) listener();
    }
  };

  #read(): Map<string, readonly CardPerson[]> {
    const byCard = new Map<string, CardPerson[]>();
    for (const person of presentPeople(this.#awareness)) {
      if (person.id === this.#own) continue;
      for (const [card, part] of cardsOf(person)) {
        const { id, name, color } = person;
        byCard.set(card, [...(byCard.get(card) ?? []), { id, name, color, part }]);
      }
    }
    return byCard;
  }
}

/** The cards in which somebody is, in any window, with the field where it is known. */
function cardsOf({ states }: PresentPerson): Map<string, string | null> {
  const cards = new Map<string, string | null>();
  for (const { field, typing, cursor } of states) {
    const card = cardOfField(field);
    if (card === null) continue;
    const part = partOfPath(typing?.field, card) ?? (cursor?.index === card ? cursor.field : null);
    cards.set(card, part ?? cards.get(card) ?? null);
  }
  return cards;
}
