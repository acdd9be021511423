import { type Ref, useMemo, useRef, useState } from 'react';
import { tripRoots, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { editorLines } from './notes-lines';
import { NotesText } from './notes-text';
import { NotesToolbar } from './notes-toolbar';
import { useNotesEditor } from './use-notes-editor';
import { useWhenShown } from './use-when-shown';
import './notes.css';

/** The notes of the trip: one rich text for everyone. Until the editor is there they can be read. */
export function Notes() {
  const text = useTextOf();
  const root = useRef<HTMLElement>(null);
  const reader = useRef<HTMLDivElement>(null);
  const NotesEditor = useNotesEditor(useWhenShown(root));
  const [isReady, setReady] = useState(false);
  return (
    <section ref={root} id="notes" tabIndex={-1} aria-labelledby="notes-title" className="scroll-mt-16 outline-none">
      <h2 id="notes-title" className="mb-3 text-xl font-semibold panel:sr-only">
        {text('notes.title')}
      </h2>
      <FieldFrame field="notes">
        <div className="card relative min-h-80">
          {NotesEditor !== null && (
            // Until it shows the notes it is not to be seen; laid out all the same, it takes the place without a jump.
            <div className={isReady ? '' : 'pointer-events-none absolute inset-x-0 top-0 opacity-0'}>
              <NotesEditor
                takesFocus={() => reader.current?.contains(document.activeElement) === true}
                onReady={() => setReady(true)}
              />
            </div>
          )}
          {!isReady && <NotesReader ref={reader} />}
        </div>
      </FieldFrame>
    </section>
  );
}

/** The notes as they are read before the editor is there. Its buttons wait with them. */
function NotesReader({ ref }: { ref: Ref<HTMLDivElement> }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const notes = tripRoots.notes(trip.doc);
  const content = useShared(notes, () => notes.toDelta());
  const lines = useMemo(() => editorLines(content), [content]);
  return (
    <>
      {trip.editable && <NotesToolbar quill={null} onLink={() => undefined} />}
      {/* biome-ignore lint/a11y/useSemanticElements: it is text, not a group of fields. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who enters it before the editor is there goes on in the editor. */}
      <div ref={ref} tabIndex={0} role="group" aria-labelledby="notes-title" className="notes-prose outline-offset-[-2px]">
        {lines.length === 0 ? (
          <p className="text-muted">{text(trip.editable ? 'notes.placeholder' : 'notes.empty')}</p>
        ) : (
          <NotesText lines={lines} />
        )}
      </div>
    </>
  );
}
