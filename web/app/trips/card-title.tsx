import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { TripSummary } from '../../react';
import { useTextOf } from '../i18n/use-text-of';

/** The element that leads to a trip, by its id: the focus goes there when a card beside it disappears. */
export function cardLinkId(tripId: string): string {
  return `trip-${tripId}`;
}

/** The title of a card. It is the link, and the whole card is where it can be pressed. */
export function CardTitle({ trip, wasRenamed }: { trip: TripSummary; wasRenamed: boolean }) {
  const text = useTextOf();
  const ref = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (wasRenamed) ref.current?.focus();
  }, [wasRenamed]);
  return (
    <h2 className="flex min-h-10 min-w-0 flex-1 items-center py-1">
      <Link
        ref={ref}
        id={cardLinkId(trip.id)}
        dir="auto"
        href={`/trips/${trip.id}`}
        className="line-clamp-2 text-lg font-semibold after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {trip.title || text('trips.untitled')}
      </Link>
    </h2>
  );
}

interface RenameFieldProps {
  readonly title: string;
  /** Called with the new title; null when nothing is to change. */
  readonly onDone: (title: string | null) => void;
}

/** The title of a card while it is being changed. */
export function RenameField({ title, onDone }: RenameFieldProps) {
  const text = useTextOf();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, []);
  const finish = () => {
    const typed = ref.current?.value.trim() ?? '';
    onDone(typed === '' || typed === title ? null : typed);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    finish();
  };
  const cancel = (event: KeyboardEvent) => {
    // An Escape that ends a composition is meant for the composition.
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onDone(null);
  };
  return (
    <form onSubmit={submit} className="-ml-2.5 flex min-w-0 flex-1">
      <input
        ref={ref}
        dir="auto"
        defaultValue={title}
        maxLength={200}
        autoComplete="off"
        aria-label={text('trip.title')}
        onBlur={finish}
        onKeyDown={cancel}
        className="field min-w-0 px-2.5 text-lg font-semibold"
      />
    </form>
  );
}
