import { useEffect, useMemo, useRef, useState } from 'react';
import type { OpenDocument } from '../../react';
import { useRealtimeEvent } from '../../react/events';
import { useIsNarrow } from '../board/use-is-narrow';
import { useTextOf } from '../i18n/use-text-of';
import { useDocumentLocks } from '../locks/use-document-locks';
import { useInvisible } from '../sign-in/use-invisible';
import { isClosedPage } from '../trip/closed-page';
import { TripContextProvider } from '../trip/trip-context';
import { UnsavedGuard } from '../trip/unsaved-guard';
import { ClosedEvent } from './closed-event';
import { EventBar, PanelBar } from './event-bar';
import { EventForm } from './event-form';
import { ShownOccurrenceProvider } from './shown-occurrence';
import { useRememberLocks } from './use-remember-locks';

export interface EventPanelProps {
  readonly id: string;
  /** Which occurrence was opened, by its original start; null for an event that does not repeat. */
  readonly occurrence: string | null;
  readonly onClose: () => void;
}

/** An event, live: beside the calendar, or in its place where the screen is narrow. */
export default function EventPanel({ id, occurrence, onClose }: EventPanelProps) {
  const text = useTextOf();
  const isNarrow = useIsNarrow();
  const { invisible } = useInvisible();
  const event = useRealtimeEvent(id, { invisible, saving: false });
  const [announcement, announce] = useState('');
  const root = useRef<HTMLElement>(null);
  const locks = useDocumentLocks('event', id, event);
  useRememberLocks(id, locks);
  useFocusInside(root);
  const context = useMemo(() => (event === null ? null : { trip: event, locks, announce }), [event, locks]);
  const isShown = context !== null && isReadable(context.trip);
  return (
    <section
      ref={root}
      tabIndex={-1}
      aria-labelledby="event-title"
      onKeyDown={(pressed) => {
        if (pressed.key !== 'Escape' || pressed.defaultPrevented) return;
        const target = pressed.target as Element;
        // What lies over the page closes itself, whether it is drawn in here or elsewhere.
        if (pressed.currentTarget.contains(target) && target.closest('dialog') === null) onClose();
      }}
      className={`flex flex-col bg-surface outline-none ${isNarrow ? 'fixed inset-0 z-20' : 'card min-h-0 w-[26rem] shrink-0 overflow-hidden max-panel:fixed max-panel:inset-y-16 max-panel:right-4 max-panel:z-20 max-panel:shadow-float'}`}
    >
      {context === null || !isShown ? (
        <>
          <PanelBar onClose={onClose} />
          {event?.state.status.name === 'denied' ? <ClosedEvent /> : <EventSkeleton label={text('event.loading')} />}
        </>
      ) : (
        <TripContextProvider value={context}>
          <ShownOccurrenceProvider id={id} occurrence={occurrence}>
            <EventBar key={context.trip.doc.guid} onClose={onClose} root={root} />
            <UnsavedGuard trip={context.trip} />
            <EventForm key={`${context.trip.doc.guid} form`} occurrence={occurrence} />
          </ShownOccurrenceProvider>
          <p role="status" className="sr-only">
            {announcement}
          </p>
        </TripContextProvider>
      )}
    </section>
  );
}

/** Whether there is something to show: not of what is gone, or not for this person any more. */
function isReadable({ state: { status, loaded } }: OpenDocument): boolean {
  return loaded && !(status.name === 'denied' && isClosedPage(status.reason));
}

/** Takes the focus in when the panel opens, and hands it back afterwards. */
function useFocusInside(root: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    root.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [root]);
}

function EventSkeleton({ label }: { label: string }) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <h2 id="event-title" className="sr-only">
        {label}
      </h2>
      <div className="skeleton h-9" />
      <div className="skeleton h-28" />
      <div className="skeleton h-20" />
    </div>
  );
}
