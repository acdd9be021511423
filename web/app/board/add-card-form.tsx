import { Plus } from 'lucide-react';
import type { FormEvent } from 'react';
import { flushSync } from 'react-dom';
import { addItem, type Day } from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';

/** Adds a card at the end of a day; the field is ready for the next one. */
export function AddCardForm({ day }: { day: Day }) {
  const text = useTextOf();
  const { doc, lock, announce } = useBoard();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const title = String(new FormData(form).get('title')).trim();
    if (title === '') return;
    const id = flushSync(() => addItem(doc, { day, title }));
    announce(text('item.added', { title }));
    form.reset();
    document.getElementById(`item-${id}`)?.scrollIntoView({ block: 'nearest' });
    form.scrollIntoView({ block: 'nearest' });
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-1 p-1.5">
      <input
        id={`add-${day ?? 'none'}`}
        name="title"
        dir="auto"
        disabled={lock !== null}
        autoComplete="off"
        maxLength={500}
        aria-label={day === null ? text('itinerary.addIdea') : text('itinerary.add', { day })}
        placeholder={text('itinerary.addPlaceholder')}
        className="field-plain min-h-10 min-w-0"
      />
      <IconButton type="submit" disabled={lock !== null} label={text('itinerary.addButton')}>
        <Plus size={18} aria-hidden="true" />
      </IconButton>
    </form>
  );
}
