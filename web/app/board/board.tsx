import { useEffect, useMemo, useRef, useState } from 'react';
import { itemIndexOf } from '../../react';
import { useLockAgainst } from '../locks/use-locks';
import { useOpenTrip } from '../trip/trip-context';
import { newCard } from '../trip/trip-parts';
import './board.css';
import { BoardProvider } from './board-context';
import { CardPeople } from './card-people';
import { Plan } from './plan';

/** The plan of the trip: its days side by side, with cards to be moved between them. */
export function Board() {
  const { trip: current, announce } = useOpenTrip();
  const { doc, awareness, editable } = current;
  const own = current.state.person?.id;
  const lock = useLockAgainst(newCard);
  const mayLowerStatus = current.state.role === 'owner';
  // The connection comes and goes; cards are none the wiser for that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the trip, only this concerns a card.
  const trip = useMemo(() => current, [doc, awareness, editable, own]);

  const people = useMemo(() => new CardPeople(awareness, own), [awareness, own]);
  useEffect(() => people.follow(), [people]);
  const [unfolded] = useState(() => new Set<string>());
  const columns = useRef<readonly (number | null)[]>([null]);
  const board = useMemo(
    () => ({ trip, doc, index: itemIndexOf(doc), people, editable, lock, mayLowerStatus, unfolded, columns, announce }),
    [trip, doc, people, editable, lock, mayLowerStatus, unfolded, announce],
  );
  return (
    <BoardProvider value={board}>
      <Plan />
    </BoardProvider>
  );
}
