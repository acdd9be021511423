import { Plus } from 'lucide-react';
import type { FormEvent } from 'react';
import { addItem } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from './trip-context';

/** Adds an item at the end of a day; the field is ready for the next one. */
export function AddItemForm({ day }: { day: number }) {
  const text = useTextOf();
  const { trip, announce } = useOpenTrip();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const title = String(new FormData(form).get('title')).trim();
    if (title === '') return;
    addItem(trip.doc, { day, title });
    announce(text('item.added', { title }));
    form.reset();
  };
  return (
    <form onSubmit={submit} className="flex gap-2 border-t border-line p-2 first:border-t-0">
      <input
        id={`add-${day}`}
        name="title"
        autoComplete="off"
        maxLength={500}
        aria-label={text('itinerary.add', { day })}
        placeholder={text('itinerary.addPlaceholder')}
        className="field-plain min-h-10 min-w-0"
      />
      <Button type="submit" look="quiet" className="px-3">
        <Plus size={18} aria-hidden="true" />
        {text('itinerary.addButton')}
      </Button>
    </form>
  );
}
