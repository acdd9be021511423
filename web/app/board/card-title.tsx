import { type KeyboardEvent, memo, useMemo } from 'react';
import type * as Y from 'yjs';
import { useTextOf } from '../i18n/use-text-of';
import { lockNoteId } from '../locks/lock-part';
import { TextFieldOf } from '../trip/shared-text-field';
import { cardPart } from '../trip/trip-parts';
import { useBoard } from './board-context';
import { placeOfPart } from './card-places';

interface CardTitleProps {
  readonly id: string;
  readonly title: Y.Text;
  readonly isCancelled: boolean;
}

function keepOneLine(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault();
}

/** The title of a card, live: the field follows its text by itself. */
export const CardTitle = memo(function CardTitle({ id, title, isCancelled }: CardTitleProps) {
  const text = useTextOf();
  const { trip, editable, lock } = useBoard();
  const place = useMemo(() => placeOfPart(id, 'title'), [id]);
  return (
    <TextFieldOf trip={trip} place={place} text={title} className="min-w-0">
      {(ref) => (
        // One line that wraps: a column is narrow.
        <textarea
          id={`item-${id}`}
          ref={ref}
          rows={1}
          data-part="title"
          dir="auto"
          onKeyDown={keepOneLine}
          readOnly={!editable}
          autoComplete="off"
          aria-label={text('item.title')}
          aria-describedby={lock === null ? undefined : lockNoteId(cardPart(id))}
          placeholder={text('item.untitled')}
          className={`field-plain block field-sizing-content min-h-9 resize-none px-1.5 leading-snug font-medium ${isCancelled ? 'text-muted line-through' : ''}`}
        />
      )}
    </TextFieldOf>
  );
});
