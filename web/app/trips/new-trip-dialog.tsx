import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type CoverScene, coverOfScene, type NewTrip } from '../../react';
import { CoverPicker } from '../covers/cover-picker';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { TitleField } from '../design/title-field';
import { useTextOf } from '../i18n/use-text-of';
import { useCreateTrip } from './use-create-trip';

/** Asks what a new trip is called, and what else is known of it, and opens it. A title is enough. */
export default function NewTripDialog({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const { create, busy, error } = useCreateTrip();
  const [start, setStart] = useState('');
  const [scene, setScene] = useState<CoverScene | null>(null);
  const id = useId();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void create(tripOf(new FormData(event.currentTarget), scene));
  };

  return (
    <Dialog title={text('trips.new')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TitleField label={text('trips.newTitle')} placeholder={text('trips.newPlaceholder')} isLarge />
        <div className="grid grid-cols-2 gap-4">
          <Labelled id={`${id}-start`} label={text('trip.start')}>
            <input
              id={`${id}-start`}
              type="date"
              name="start_date"
              value={start}
              onChange={(event) => setStart(event.target.value)}
              className="field"
            />
          </Labelled>
          <Labelled id={`${id}-end`} label={text('trip.end')}>
            <input id={`${id}-end`} type="date" name="end_date" min={start || undefined} className="field" />
          </Labelled>
        </div>
        <Labelled id={`${id}-destination`} label={text('trip.destination')}>
          <input
            id={`${id}-destination`}
            name="destination"
            maxLength={200}
            autoComplete="off"
            placeholder={text('trip.destinationPlaceholder')}
            className="field"
          />
        </Labelled>
        <CoverPicker label={text('trips.cover')} chosen={scene} onChoose={setScene} />
        {error && <ErrorNotice error={error} />}
        <div className="flex items-center justify-between gap-4">
          <p className="text-sm text-pretty text-muted">{text('trips.newHint')}</p>
          <Button type="submit" look="primary" disabled={busy}>
            {text('trips.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}

const fields = ['title', 'start_date', 'end_date', 'destination'] as const;

/** What was filled in; empty fields are left out. */
function tripOf(form: FormData, scene: CoverScene | null): NewTrip {
  const filled = fields.map((name) => [name, String(form.get(name)).trim()]).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(filled), ...(scene === null ? {} : { cover: coverOfScene(scene) }) };
}
