import { Bold, Heading2, Italic, List, ListChecks, ListOrdered, type LucideIcon, Strikethrough, Underline } from 'lucide-react';
import type Quill from 'quill/core';
import { useEffect, useState } from 'react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';

interface Format {
  readonly label: MessageId;
  readonly icon: LucideIcon;
  readonly name: string;
  readonly value: boolean | number | string;
  /** Other values of the format under which the button counts as pressed. */
  readonly also?: string;
}

const formats: readonly Format[] = [
  { label: 'notes.bold', icon: Bold, name: 'bold', value: true },
  { label: 'notes.italic', icon: Italic, name: 'italic', value: true },
  { label: 'notes.underline', icon: Underline, name: 'underline', value: true },
  { label: 'notes.strike', icon: Strikethrough, name: 'strike', value: true },
  { label: 'notes.header', icon: Heading2, name: 'header', value: 2 },
  { label: 'notes.bullet', icon: List, name: 'list', value: 'bullet' },
  { label: 'notes.ordered', icon: ListOrdered, name: 'list', value: 'ordered' },
  { label: 'notes.check', icon: ListChecks, name: 'list', value: 'unchecked', also: 'checked' },
];

/** The formats of the notes as buttons that show what holds at the caret. */
export function NotesToolbar({ quill, disabled }: { quill: Quill | null; disabled: boolean }) {
  const text = useTextOf();
  const active = useActiveFormats(quill);
  return (
    <div role="toolbar" aria-label={text('notes.toolbar')} className="flex flex-wrap border-b border-line bg-sunken px-2 py-1">
      {formats.map(({ label, icon: Icon, name, value, also }) => {
        const pressed = active[name] === value || (also !== undefined && active[name] === also);
        return (
          <button
            key={label}
            type="button"
            aria-label={text(label)}
            title={text(label)}
            aria-pressed={pressed}
            disabled={disabled || quill === null}
            // The caret stays in the text.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => quill?.format(name, pressed ? false : value, 'user')}
            className="inline-flex size-10 items-center justify-center rounded-md text-muted hover:text-ink disabled:opacity-35 aria-pressed:bg-accent-soft aria-pressed:text-ink"
          >
            <Icon size={17} aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}

function useActiveFormats(quill: Quill | null): Readonly<Record<string, unknown>> {
  const [active, setActive] = useState<Readonly<Record<string, unknown>>>({});
  useEffect(() => {
    if (quill === null) return;
    const read = () => setActive(quill.hasFocus() ? quill.getFormat() : {});
    quill.on('editor-change', read);
    return () => {
      quill.off('editor-change', read);
    };
  }, [quill]);
  return active;
}
