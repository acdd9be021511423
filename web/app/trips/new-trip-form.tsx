import { Plus } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';

/** Creates a trip and opens it. */
export function NewTripForm() {
  const text = useTextOf();
  const api = useApi();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  // The key of the trip that is being created: a repeat after a lost answer must not create a second one.
  const attempt = useRef({ title: '', key: '' });

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title')).trim();
    if (attempt.current.title !== title) attempt.current = { title, key: crypto.randomUUID() };
    setBusy(true);
    setError(null);
    try {
      const trip = await api.createTrip({ title }, attempt.current.key);
      navigate(`/trips/${trip.id}`);
    } catch (reason) {
      setError(reason as Error);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} aria-label={text('trips.new')} className="flex flex-col gap-3">
      <div className="flex gap-2">
        <input
          name="title"
          required
          pattern=".*\S.*"
          maxLength={200}
          autoComplete="off"
          aria-label={text('trips.newTitle')}
          placeholder={text('trips.newPlaceholder')}
          className="field min-w-0"
        />
        <Button type="submit" look="primary" disabled={busy}>
          <Plus size={18} aria-hidden="true" />
          {text('trips.create')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} />}
    </form>
  );
}
