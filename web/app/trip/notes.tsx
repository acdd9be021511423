import { lazy, Suspense } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldFrame } from './field-frame';

// The editor is larger than the rest of the page together: it comes when the rest is there.
const NotesEditor = lazy(() => import('./notes-editor'));

/** The notes of the trip: one rich text for everyone. */
export function Notes() {
  const text = useTextOf();
  return (
    <section aria-labelledby="notes-title">
      <h2 id="notes-title" className="mb-3 text-xl font-semibold">
        {text('notes.title')}
      </h2>
      <FieldFrame field="notes">
        <div className="card min-h-80 overflow-hidden">
          <Suspense fallback={<div aria-hidden="true" className="skeleton m-4 h-64" />}>
            <NotesEditor />
          </Suspense>
        </div>
      </FieldFrame>
    </section>
  );
}
