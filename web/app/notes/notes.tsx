import { useMemo } from 'react';
import { tripRoots } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { tripParts } from '../trip/trip-parts';
import { RichTextField } from './rich-text-field';
import { notesPlace } from './share-notes-caret';

/** The notes of the trip: one rich text for everyone. */
export function Notes() {
  const text = useTextOf();
  const { doc, editable } = useOpenTrip().trip;
  const placeholder = text(editable ? 'notes.placeholder' : 'notes.empty');
  const content = useMemo(
    () => ({ text: tripRoots.notes(doc), place: notesPlace, labelId: 'notes-title', placeholder }),
    [doc, placeholder],
  );
  return (
    <section id="notes" tabIndex={-1} aria-labelledby="notes-title" className="lockable scroll-mt-16 outline-none">
      <FieldLabel part={tripParts.notes} name={text('notes.title')} className="mb-3 panel:mb-1">
        <h2 id="notes-title" className="text-xl font-semibold panel:sr-only">
          {text('notes.title')}
        </h2>
      </FieldLabel>
      <FieldFrame field="notes">
        <RichTextField content={content} part={tripParts.notes} className="card relative min-h-80" />
      </FieldFrame>
    </section>
  );
}
