import { type FormEvent, useId, useState } from 'react';
import { addTag } from '../../react/events';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';

const maxTagChars = 50;

/** The words that an event is tagged with. They stay for good. */
export function Tags({ tags }: { tags: readonly string[] }) {
  const text = useTextOf();
  const { doc, editable } = useOpenTrip().trip;
  const { isLocked } = useLockable(eventParts.tags);
  const [typed, setTyped] = useState('');
  const hintId = useId();
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') addTag(doc, typed.trim());
    setTyped('');
  };
  return (
    <section className="lockable">
      <FieldLabel part={eventParts.tags} name={text('event.tags')}>
        <h3 className="text-muted">{text('event.tags')}</h3>
      </FieldLabel>
      <FieldFrame field="tags" isLocked={isLocked}>
        {tags.length > 0 && (
          <ul className="mb-2 flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <li key={tag} dir="auto" className="rounded-full bg-sunken px-3 py-0.5 text-sm break-all">
                {tag}
              </li>
            ))}
          </ul>
        )}
        {editable && (
          <form onSubmit={add}>
            <div className="flex gap-2">
              <input
                data-draft
                dir="auto"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                disabled={isLocked}
                aria-label={text('event.addTag')}
                aria-describedby={hintId}
                placeholder={text('event.addTag')}
                maxLength={maxTagChars}
                autoComplete="off"
                className="field min-w-0 flex-1"
              />
              <Button type="submit" aria-label={text('event.addTag')} disabled={isLocked}>
                {text('itinerary.addButton')}
              </Button>
            </div>
            <p id={hintId} className="mt-1 text-sm text-muted">
              {text('event.tagsStay')}
            </p>
          </form>
        )}
      </FieldFrame>
    </section>
  );
}
