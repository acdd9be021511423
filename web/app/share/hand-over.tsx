import { useEffect, useId, useRef } from 'react';
import type { DocumentKind } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';

interface HandOverProps {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before a document is handed over: only the new owner could hand it back. */
export function HandOver({ kind, name, onConfirm, onCancel }: HandOverProps) {
  const text = useTextOf();
  const id = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      className="mt-2 mr-2 mb-1 rounded-md bg-warn-soft p-4"
    >
      <p id={`${id}-title`} className="font-semibold">
        {text('share.handOverTitle', { kind, name })}
      </p>
      <p id={`${id}-text`} className="mt-1 text-pretty">
        {text('share.handOverText', { name })}
      </p>
      <div className="mt-3 flex flex-wrap justify-end gap-3">
        <Button ref={cancel} onClick={onCancel}>
          {text('share.keep')}
        </Button>
        <Button look="primary" onClick={onConfirm}>
          {text('share.handOverNow')}
        </Button>
      </div>
    </div>
  );
}
