import { Rss } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { MadeFeed } from '../../react/events';
import { Button } from '../design/button';
import { MadeAddress } from '../design/made-address';
import { useTextOf } from '../i18n/use-text-of';

interface NewFeedProps {
  /** The one that was made last. */
  readonly made: MadeFeed | null;
  /** Answers whether it was made. */
  readonly onMake: (label: string) => Promise<boolean>;
}

/** Makes a feed. Its address is shown once: the server keeps no copy. */
export function NewFeed({ made, onMake }: NewFeedProps) {
  const text = useTextOf();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    if (await onMake(String(new FormData(form).get('label')).trim())) form.reset();
    setBusy(false);
  };
  return (
    <div>
      <form onSubmit={(event) => void submit(event)} className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <label htmlFor={id} className="mb-1 block text-sm text-muted">
            {text('feeds.label')}
          </label>
          <input
            id={id}
            name="label"
            dir="auto"
            maxLength={100}
            autoComplete="off"
            placeholder={text('feeds.labelPlaceholder')}
            className="field"
          />
        </div>
        <Button type="submit" look="primary" disabled={busy}>
          <Rss size={18} aria-hidden="true" />
          {text('feeds.make')}
        </Button>
      </form>
      {/* Always there, so that the address is read out when it comes. */}
      <div role="status">
        {made !== null && (
          <div className="mt-3">
            <MadeAddress key={made.id} url={made.url} label={text('feeds.address')} said={text('feeds.made')}>
              <p className="text-sm text-pretty">{text('feeds.warning')}</p>
            </MadeAddress>
          </div>
        )}
      </div>
    </div>
  );
}
