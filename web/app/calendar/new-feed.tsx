import { Rss } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { MadeFeed } from '../../react/events';
import { Button } from '../design/button';
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
      <div role="status">{made !== null && <Address key={made.id} url={made.url} />}</div>
    </div>
  );
}

function Address({ url }: { url: string }) {
  const text = useTextOf();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(url);
      setCopied('yes');
    } catch {
      // The browser did not allow it, which only the person can change.
      setCopied('failed');
    }
  };
  return (
    <div className="mt-3 flex flex-col gap-2 rounded-md bg-accent-soft p-3">
      <p className="text-sm text-pretty">{text('feeds.made')}</p>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          value={url}
          aria-label={text('feeds.address')}
          onFocus={(event) => event.target.select()}
          className="field min-w-0 bg-surface text-sm"
        />
        <Button onClick={() => void copy()}>{text(copied === 'yes' ? 'app.copied' : 'feeds.copy')}</Button>
      </div>
      {copied === 'failed' && <p className="text-sm text-pretty text-danger">{text('links.copyFailed')}</p>}
      <p className="text-sm text-pretty">{text('feeds.warning')}</p>
    </div>
  );
}
