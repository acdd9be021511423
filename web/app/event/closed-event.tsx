import { useTextOf } from '../i18n/use-text-of';

/** Stands in place of an event that cannot be shown. */
export function ClosedEvent() {
  const text = useTextOf();
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-16 text-center">
      <h2 id="event-title" className="text-lg font-semibold">
        {text('event.closed.title')}
      </h2>
      <p className="text-balance text-muted">{text('event.closed.text')}</p>
    </div>
  );
}
