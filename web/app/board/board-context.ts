import { createContext, use } from 'react';
import type * as Y from 'yjs';
import type { Day, ItemIndex, LockView, OpenTrip } from '../../react';
import type { CardPeople } from './card-people';

/** What the cards of a board need, and nothing that changes while somebody types. */
export interface BoardContextValue {
  /** As it was when the document was opened: what it says of saving is out of date. */
  readonly trip: OpenTrip;
  readonly doc: Y.Doc;
  readonly index: ItemIndex;
  readonly people: CardPeople;
  readonly editable: boolean;
  /** What keeps this person from adding cards; in a card: from changing that one, which is not editable meanwhile. */
  readonly lock: LockView | null;
  /** Whether this person may set a booking back to a lower state. */
  readonly mayLowerStatus: boolean;
  /** The cards that are unfolded: a card that changes its day stays so. */
  readonly unfolded: Set<string>;
  /** The columns from left to right, as shown last. */
  readonly columns: { current: readonly Day[] };
  /** Says something to people who use a screen reader. */
  readonly announce: (message: string) => void;
}

const BoardContext = createContext<BoardContextValue | null>(null);

export const BoardProvider = BoardContext.Provider;

/**
 * The board around a component.
 * @throws Error outside of one: a mistake in the program.
 */
export function useBoard(): BoardContextValue {
  const board = use(BoardContext);
  if (board === null) throw new Error('useBoard needs a board around it');
  return board;
}
