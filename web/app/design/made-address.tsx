import { type ReactNode, useRef } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { Button } from './button';
import { useCopy } from './use-copy';

interface MadeAddressProps {
  readonly url: string;
  /** What the address is called. */
  readonly label: string;
  /** What to do with it. */
  readonly said: string;
  /** What stands below. */
  readonly children?: ReactNode;
}

/** An address that is shown this once, to be copied; to be put into an element that is read out. */
export function MadeAddress({ url, label, said, children }: MadeAddressProps) {
  const text = useTextOf();
  const field = useRef<HTMLInputElement>(null);
  const { copied, copy } = useCopy();
  return (
    <div className="flex flex-col gap-2 rounded-md bg-accent-soft p-3">
      <p className="text-sm text-pretty">{said}</p>
      <div className="flex gap-2">
        <input
          ref={field}
          readOnly
          value={url}
          aria-label={label}
          onFocus={(event) => event.target.select()}
          className="field min-w-0 bg-surface text-sm"
        />
        <Button
          onClick={() => {
            // Where the browser refuses, the person can copy what is selected.
            field.current?.select();
            void copy(url);
          }}
        >
          {text(copied === 'yes' ? 'app.copied' : 'app.copy')}
        </Button>
      </div>
      {copied === 'failed' && <p className="text-sm text-pretty text-danger">{text('app.copyFailed')}</p>}
      {children}
    </div>
  );
}
