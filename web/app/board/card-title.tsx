import { memo, useMemo } from 'react';
import type * as Y from 'yjs';
import { useTextOf } from '../i18n/use-text-of';
import { lockNoteId } from '../locks/lock-part';
import { OneLineField } from '../trip/one-line-field';
import { TextFieldOf } from '../trip/shared-text-field';
import { cardPart } from '../trip/trip-parts';
import { useBoard } from './board-context';
import { placeOfPart } from './card-places';

interface CardTitleProps {
  readonly id: string;
  readonly title: Y.Text;
  readonly isCancelled: boolean;
}

/** The title of a card, live: the field follows its text by itself. */
export const CardTitle = memo(function CardTitle({ id, title, isCancelled }: CardTitleProps) {
  const text = useTextOf();
  const { trip, editable, lock } = useBoard();
  const place = useMemo(() => placeOfPart(id, 'title'), [id]);
  return (
    <TextFieldOf trip={trip} place={place} text={title} className="min-w-0">
      {(ref) => (
        <OneLineField
          id={`item-${id}`}
          ref={ref}
          data-part="title"
          readOnly={!editable}
          aria-label={text('item.title')}
          aria-describedby={lock === null ? undefined : lockNoteId(cardPart(id))}
          placeholder={text('item.untitled')}
          className={`min-h-9 px-1.5 leading-snug font-medium ${isCancelled ? 'text-muted line-through' : ''}`}
        />
      )}
    </TextFieldOf>
  );
});
