import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { IconButton } from './button';

interface DialogProps {
  readonly title: string;
  /** Called when the person closes it, by the button, Escape or a click beside it. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page while it is mounted. The browser keeps the focus in it and hands it back afterwards. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const text = useTextOf();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the dialog's own.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // Of a dialog in it, or of the choice of a file, it tells as well.
        if (event.target !== ref.current) return;
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
      className="pointer-events-auto m-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-xl overflow-visible rounded-lg border border-line-strong bg-surface p-0 text-ink shadow-float backdrop:bg-black/50"
    >
      <div className="flex max-h-[calc(100dvh-2rem)] flex-col">
        <header className="flex items-center justify-between gap-3 border-b border-line py-2 pr-2 pl-5">
          <h2 id={titleId} className="line-clamp-3 min-w-0 text-lg font-semibold">
            {title}
          </h2>
          <IconButton label={text('app.close')} onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </header>
        {/* Focusable, so that the arrow keys scroll it where it is longer than the screen. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
        <div tabIndex={0} className="overflow-y-auto rounded-b-lg p-5 outline-offset-[-2px]">
          {children}
        </div>
      </div>
    </dialog>
  );
}
