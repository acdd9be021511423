import { ArrowDown, ArrowUp, Copy, Lock, LockOpen, Trash2 } from 'lucide-react';
import { duplicateItem, removeItem, restoreItem } from '../../react';
import { IconButton } from '../design/button';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { useKeeping } from '../locks/use-keeping';
import { useOwnUntil } from '../locks/use-locks';
import { cardPart } from '../trip/trip-parts';
import { useBoard } from './board-context';
import { placeOf } from './move-by-key';
import { useIdsOf } from './use-board';
import { usePlaceCard } from './use-place-card';

/** What can be done with a card as a whole. */
export function CardActions({ id, name }: { id: string; name: string }) {
  const text = useTextOf();
  const { doc, index, editable, announce } = useBoard();
  const day = index.item(id)?.day ?? null;
  const ids = useIdsOf(day);
  const placeCard = usePlaceCard();
  const remove = useRemoveCard();
  const move = (step: -1 | 1) => {
    const from = placeOf(index, id);
    if (from !== null) placeCard(id, from.day, from.index + step);
  };
  const duplicate = () => {
    if (duplicateItem(doc, id) !== null) announce(text('item.duplicated', { title: name }));
  };
  return (
    <fieldset disabled={!editable} aria-label={text('item.actions')} className="flex">
      <IconButton
        data-part="up"
        label={text('item.up', { title: name })}
        aria-disabled={ids[0] === id}
        onClick={() => ids[0] === id || move(-1)}
        className="aria-disabled:opacity-35"
      >
        <ArrowUp size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        data-part="down"
        label={text('item.down', { title: name })}
        aria-disabled={ids.at(-1) === id}
        onClick={() => ids.at(-1) === id || move(1)}
        className="aria-disabled:opacity-35"
      >
        <ArrowDown size={17} aria-hidden="true" />
      </IconButton>
      <IconButton label={text('item.duplicate', { title: name })} onClick={duplicate}>
        <Copy size={17} aria-hidden="true" />
      </IconButton>
      <KeepCard id={id} name={name} />
      <IconButton
        label={text('item.remove', { title: name })}
        className="ml-auto hover:text-danger"
        onClick={() => remove(id, name)}
      >
        <Trash2 size={17} aria-hidden="true" />
      </IconButton>
    </fieldset>
  );
}

/** Has the card for this person alone, until they release it. */
function KeepCard({ id, name }: { id: string; name: string }) {
  const text = useTextOf();
  const part = cardPart(id);
  const isOwn = useOwnUntil(part) !== null;
  const { take, release } = useKeeping();
  return (
    <IconButton
      data-part="keep"
      label={text(isOwn ? 'locks.ownField' : 'locks.keepField', { field: name })}
      aria-pressed={isOwn}
      onClick={() => (isOwn ? release(part) : take(part))}
      className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
    >
      {isOwn ? <Lock size={17} aria-hidden="true" /> : <LockOpen size={17} aria-hidden="true" />}
    </IconButton>
  );
}

/** Deletes a card, offers to take that back, and hands the focus on to the next one. */
function useRemoveCard(): (id: string, name: string) => void {
  const text = useTextOf();
  const show = useToast();
  const { doc, index, unfolded } = useBoard();
  return (id, name) => {
    const day = index.item(id)?.day ?? null;
    const ids = index.idsOf(day);
    const at = ids.indexOf(id);
    const neighbour = ids[at + 1] ?? ids[at - 1];
    const removed = removeItem(doc, id);
    unfolded.delete(id);
    document.getElementById(neighbour === undefined ? `add-${day ?? 'none'}` : `item-${neighbour}`)?.focus();
    if (removed === null) return;
    show({
      text: text('item.removed', { title: name }),
      action: { label: text('item.bringBack'), onAction: () => restoreItem(doc, removed) },
    });
  };
}
