import type { KeyboardEvent } from 'react';
import type { Item } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { othersIn, placeByKey, placeOf } from './move-by-key';
import { iconOfType, typeNames } from './type-names';
import { usePlaceCard } from './use-place-card';

/** The element that tells how a card is moved by keyboard. */
export const moveHintId = 'board-move-hint';

/** What kind of thing a card is, as a picture; for who may edit also what the card is moved by. */
export function CardMark({ item, name }: { item: Item; name: string }) {
  const text = useTextOf();
  const { editable } = useBoard();
  const Icon = iconOfType(item.type);
  const kind = item.type === null ? null : <span className="sr-only">{text(typeNames[item.type])}</span>;
  if (!editable) {
    return (
      <span className="card-mark" data-type={item.type}>
        <Icon size={17} aria-hidden="true" />
        {kind}
      </span>
    );
  }
  return (
    <>
      <MoveHandle id={item.id} name={name} type={item.type} />
      {kind}
    </>
  );
}

function MoveHandle({ id, name, type }: { id: string; name: string; type: Item['type'] }) {
  const text = useTextOf();
  const { index, columns } = useBoard();
  const placeCard = usePlaceCard();
  const Icon = iconOfType(type);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const from = event.altKey ? placeOf(index, id) : null;
    if (from === null || !event.key.startsWith('Arrow')) return;
    // Alt with an arrow is the browser's way back and forward, too.
    event.preventDefault();
    const to = placeByKey(event.key, from, columns.current, othersIn(index, id));
    if (to === null) return;
    placeCard(id, to.day, to.index);
    document.activeElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return (
    <button
      type="button"
      data-handle=""
      data-part="handle"
      data-type={type}
      aria-label={text('item.move', { title: name })}
      aria-describedby={moveHintId}
      title={text('item.moveHint')}
      onKeyDown={onKeyDown}
      className="card-mark"
    >
      <Icon size={17} aria-hidden="true" />
    </button>
  );
}
