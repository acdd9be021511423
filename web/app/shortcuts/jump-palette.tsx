import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { type Destination, findDestinations } from './destinations';
import { useDestinations } from './use-destinations';

/** Leads to any day, part or card by a few letters of its name. */
export default function JumpPalette({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findDestinations(useDestinations(), typed);
  const chosen = found[at];

  useModal(dialog);
  useEffect(() => {
    if (chosen !== undefined) document.getElementById(optionId(chosen))?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);

  const go = (destination: Destination) => {
    // Closed first: it gives the focus back, and then the focus moves on.
    dialog.current?.close();
    onClose();
    requestAnimationFrame(destination.go);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key];
    if (to !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((to + found.length) % found.length);
    }
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      go(chosen);
    }
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the dialog's own.
    <dialog
      ref={dialog}
      aria-label={text('shortcuts.palette')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className="mx-auto mt-[12vh] w-[calc(100%-2rem)] max-w-lg overflow-hidden rounded-lg border border-line-strong bg-surface p-0 text-ink shadow-float backdrop:bg-black/40"
    >
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search size={18} aria-hidden="true" className="shrink-0 text-muted" />
        <input
          type="text"
          dir="auto"
          role="combobox"
          aria-expanded="true"
          aria-controls="jump-list"
          aria-autocomplete="list"
          aria-activedescendant={chosen && optionId(chosen)}
          aria-label={text('shortcuts.palette')}
          placeholder={text('shortcuts.palettePlaceholder')}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-13 w-full bg-transparent outline-none placeholder:text-muted"
        />
      </div>
      <div id="jump-list" role="listbox" aria-label={text('shortcuts.palette')} className="max-h-[50vh] overflow-y-auto p-1.5">
        {found.map((destination, index) => (
          <Option key={destination.id} destination={destination} isChosen={index === at} onChoose={() => go(destination)} />
        ))}
      </div>
      <p role="status" className={found.length === 0 ? 'px-4 pt-1 pb-5 text-center text-muted' : 'sr-only'}>
        {text('shortcuts.found', { count: found.length })}
      </p>
    </dialog>
  );
}

interface OptionProps {
  readonly destination: Destination;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function Option({ destination, isChosen, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus.
    // biome-ignore lint/a11y/useFocusableInteractive: as above.
    <div
      id={optionId(destination)}
      role="option"
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className="flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-3 hover:bg-sunken aria-selected:bg-accent-soft"
    >
      <span dir="auto" className="min-w-0 flex-1 truncate text-left">
        {destination.name}
      </span>
      <span className="shrink-0 text-sm text-muted">{destination.detail}</span>
    </div>
  );
}

function optionId({ id }: Destination): string {
  return `jump-${id}`;
}

/** Opens a dialog over the page while it is mounted; the focus goes back to where it was. */
function useModal(dialog: React.RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, [dialog]);
}
