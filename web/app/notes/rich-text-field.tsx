import { type Ref, useMemo, useRef, useState } from 'react';
import { useShared } from '../../react';
import type { LockPart } from '../locks/lock-part';
import { useLockable } from '../locks/use-locks';
import { useOpenTrip } from '../trip/trip-context';
import type { RichText } from './notes-editor';
import { editorLines } from './notes-lines';
import { NotesText } from './notes-text';
import { NotesToolbar } from './notes-toolbar';
import { useNotesEditor } from './use-notes-editor';
import { useWhenShown } from './use-when-shown';
import './notes.css';

interface RichTextFieldProps {
  readonly content: RichText;
  /** What is written by it. */
  readonly part: LockPart;
  readonly className: string;
}

/** A rich text of a document. Until its editor is there it can be read. */
export function RichTextField({ content, part, className }: RichTextFieldProps) {
  const { mayWrite, describedBy } = useLockable(part);
  const root = useRef<HTMLDivElement>(null);
  const reader = useRef<HTMLDivElement>(null);
  const NotesEditor = useNotesEditor(useWhenShown(root));
  const [isReady, setReady] = useState(false);
  return (
    <div ref={root} className={className}>
      {NotesEditor !== null && (
        // Until it shows the text it is not to be seen; laid out all the same, it takes the place without a jump.
        <div className={isReady ? '' : 'pointer-events-none absolute inset-x-0 top-0 opacity-0'}>
          <NotesEditor
            content={content}
            mayWrite={mayWrite}
            describedBy={describedBy}
            takesFocus={() => reader.current?.contains(document.activeElement) === true}
            onReady={() => setReady(true)}
          />
        </div>
      )}
      {!isReady && <RichTextReader ref={reader} content={content} />}
    </div>
  );
}

/** The text as it is read before the editor is there. Its buttons wait with it. */
function RichTextReader({ ref, content: { text, labelId, placeholder } }: { ref: Ref<HTMLDivElement>; content: RichText }) {
  const { trip } = useOpenTrip();
  const shown = useShared(text, () => text.toDelta());
  const lines = useMemo(() => editorLines(shown), [shown]);
  return (
    <>
      {trip.editable && <NotesToolbar quill={null} onLink={() => undefined} />}
      {/* biome-ignore lint/a11y/useSemanticElements: it is text, not a group of fields. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who enters it before the editor is there goes on in the editor. */}
      <div ref={ref} tabIndex={0} role="group" aria-labelledby={labelId} className="notes-prose outline-offset-[-2px]">
        {lines.length === 0 ? <p className="text-muted">{placeholder}</p> : <NotesText lines={lines} />}
      </div>
    </>
  );
}
