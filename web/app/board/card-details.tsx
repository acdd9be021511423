import { useMemo } from 'react';
import type * as Y from 'yjs';
import { type Item, setItem } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { TextFieldOf } from '../trip/shared-text-field';
import { useBoard } from './board-context';
import { CardActions } from './card-actions';
import { placeOfPart } from './card-places';
import { CostField } from './cost-field';
import { DayChoice } from './day-choice';
import { DraftInput } from './draft-input';
import { LinkField } from './link-field';
import { StatusChoice } from './status-choice';
import { tidyTime } from './times';
import { TypeChoice } from './type-choice';

interface CardDetailsProps {
  readonly item: Item;
  /** The title, or what stands for it. */
  readonly name: string;
  readonly notes: Y.Text;
}

/** Every field of a card, to be edited in place. */
export default function CardDetails({ item, name, notes }: CardDetailsProps) {
  const { trip } = useBoard();
  return (
    <div className="flex flex-col gap-3">
      <TypeChoice item={item} />
      <div className="grid grid-cols-2 gap-2">
        <TimeField item={item} />
        <DayChoice item={item} />
      </div>
      <CostField item={item} />
      <StatusChoice item={item} />
      <LinkField item={item} />
      <NotesField id={item.id} notes={notes} />
      {trip.editable && <CardActions id={item.id} name={name} />}
    </div>
  );
}

function TimeField({ item }: { item: Item }) {
  const text = useTextOf();
  const { doc } = useBoard();
  return (
    <DraftInput
      id={item.id}
      part="time_slot"
      label={text('item.time')}
      placeholder={text('item.timePlaceholder')}
      value={item.time_slot ?? ''}
      onCommit={(typed) => {
        setItem(doc, item.id, { time_slot: typed === '' ? null : tidyTime(typed) });
        return null;
      }}
    />
  );
}

function NotesField({ id, notes }: { id: string; notes: Y.Text }) {
  const text = useTextOf();
  const { trip, editable } = useBoard();
  const place = useMemo(() => placeOfPart(id, 'notes'), [id]);
  return (
    <div>
      <label htmlFor={`notes-${id}`} className="mb-1 block text-sm text-muted">
        {text('item.notes')}
      </label>
      <TextFieldOf trip={trip} place={place} text={notes}>
        {(ref) => (
          <textarea
            id={`notes-${id}`}
            ref={ref}
            rows={2}
            data-part="notes"
            dir="auto"
            readOnly={!editable}
            placeholder={text('item.notesPlaceholder')}
            className="field block field-sizing-content max-h-80 min-h-16 resize-none"
          />
        )}
      </TextFieldOf>
    </div>
  );
}
