import { type ReactNode, useMemo } from 'react';
import { useLockAgainst } from '../locks/use-locks';
import { cardPart } from '../trip/trip-parts';
import { BoardProvider, useBoard } from './board-context';

/** The board as it is for one card: nobody edits one that somebody else has for themselves. */
export function LockedCard({ id, children }: { id: string; children: ReactNode }) {
  const board = useBoard();
  const part = useMemo(() => cardPart(id), [id]);
  const lock = useLockAgainst(part);
  const value = useMemo(() => (lock === null ? board : { ...board, editable: false, lock }), [board, lock]);
  return <BoardProvider value={value}>{children}</BoardProvider>;
}
