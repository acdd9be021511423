import { Settings, X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Link } from 'wouter';
import { type OpenInbox, RealtimeStatusIndicator } from '../../react';
import { IconButton } from '../design/button';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { InboxContent } from './inbox-content';

interface InboxSheetProps {
  /** Null while it is being opened. */
  readonly open: OpenInbox | null;
  /** The notification to show unfolded; null for none. */
  readonly opened: string | null;
  readonly onClose: () => void;
}

/** The notifications beside the page, below the bell. The page stays usable; Escape or a press on it closes them. */
export default function InboxSheet({ open, opened, onClose }: InboxSheetProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.show();
    return () => {
      const hasFocus = dialog?.contains(document.activeElement) === true || document.activeElement === document.body;
      dialog?.close();
      if (hasFocus && before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    const press = ({ target }: PointerEvent) => {
      // Menus and toasts float outside of both, and belong to what is open.
      const isPage = target instanceof Element && target.closest('main, header') !== null;
      if (isPage && !ref.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', press, { capture: true });
    return () => document.removeEventListener('pointerdown', press, { capture: true });
  }, [onClose]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        // What floats over this, such as a menu, has an Escape of its own; React sends it here all the same.
        if (event.key !== 'Escape' || !event.currentTarget.contains(event.target as Node)) return;
        event.stopPropagation();
        onClose();
      }}
      className="fixed top-16 right-4 left-auto z-30 m-0 max-h-[calc(100dvh-6rem)] w-[28rem] max-w-[calc(100vw-2rem)] overflow-hidden rounded-lg border border-line-strong bg-surface p-0 text-ink shadow-float"
    >
      <div className="flex h-full max-h-[inherit] flex-col">
        <div className="flex min-h-14 items-center gap-1 border-b border-line pr-2 pl-4">
          <h2 id={titleId} className="text-lg font-semibold">
            {text('inbox.title')}
          </h2>
          <RealtimeStatusIndicator locale={locale} className="mr-auto ml-2" />
          <Link
            href="/inbox/settings"
            aria-label={text('inbox.settings')}
            title={text('inbox.settings')}
            onClick={onClose}
            className="inline-flex size-10 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            <Settings size={18} aria-hidden="true" />
          </Link>
          <IconButton label={text('app.close')} onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        </div>
        {/* Focusable, so that the arrow keys scroll it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
        <section tabIndex={0} aria-labelledby={titleId} className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]">
          <InboxContent open={open} opened={opened} onFollow={onClose} />
        </section>
      </div>
    </dialog>
  );
}
