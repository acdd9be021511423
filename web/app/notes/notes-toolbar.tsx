import {
  Bold,
  Heading2,
  Italic,
  Link2,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Strikethrough,
  Underline,
} from 'lucide-react';
import type Quill from 'quill/core';
import { useEffect, useState } from 'react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { moveInToolbar } from './toolbar-keys';

interface Format {
  readonly label: MessageId;
  readonly icon: LucideIcon;
  readonly name: string;
  readonly value: boolean | number | string;
  /** Other values of the format under which the button counts as pressed. */
  readonly also?: string;
  /** As `aria-keyshortcuts` names it. */
  readonly key?: string;
}

const formats: readonly Format[] = [
  { label: 'notes.bold', icon: Bold, name: 'bold', value: true, key: 'B' },
  { label: 'notes.italic', icon: Italic, name: 'italic', value: true, key: 'I' },
  { label: 'notes.underline', icon: Underline, name: 'underline', value: true, key: 'U' },
  { label: 'notes.strike', icon: Strikethrough, name: 'strike', value: true },
  { label: 'notes.header', icon: Heading2, name: 'header', value: 2 },
  { label: 'notes.bullet', icon: List, name: 'list', value: 'bullet' },
  { label: 'notes.ordered', icon: ListOrdered, name: 'list', value: 'ordered' },
  { label: 'notes.check', icon: ListChecks, name: 'list', value: 'unchecked', also: 'checked' },
];

interface NotesToolbarProps {
  /** Null while it is being loaded. */
  readonly quill: Quill | null;
  readonly onLink: () => void;
}

/** The formats of the notes as buttons that show what holds at the caret. One stop of the Tab key; arrows lead on. */
export function NotesToolbar({ quill, onLink }: NotesToolbarProps) {
  const text = useTextOf();
  const active = useActiveFormats(quill);
  const button = (
    label: MessageId,
    Icon: LucideIcon,
    isPressed: boolean,
    onClick: () => void,
    isFirst: boolean,
    key?: string,
  ) => (
    <button
      key={label}
      type="button"
      tabIndex={isFirst ? 0 : -1}
      aria-label={text(label)}
      title={text(label)}
      aria-pressed={isPressed}
      aria-keyshortcuts={key && `Control+${key} Meta+${key}`}
      disabled={quill === null}
      // The caret stays in the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
      className="inline-flex h-10 w-10 min-w-8 items-center justify-center rounded-md text-muted outline-offset-[-2px] hover:text-ink disabled:opacity-35 aria-pressed:bg-accent-soft aria-pressed:text-ink"
    >
      <Icon size={17} aria-hidden="true" />
    </button>
  );
  return (
    <div
      role="toolbar"
      aria-label={text('notes.toolbar')}
      onKeyDown={moveInToolbar}
      className="flex overflow-x-auto rounded-t-lg border-b border-line bg-sunken px-0.5 py-0.5 [scrollbar-width:none]"
    >
      {formats.map(({ label, icon, name, value, also, key }, index) => {
        const isPressed = active[name] === value || (also !== undefined && active[name] === also);
        return button(label, icon, isPressed, () => quill?.format(name, isPressed ? false : value, 'user'), index === 0, key);
      })}
      {button('notes.link', Link2, typeof active.link === 'string', onLink, false, 'K')}
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
