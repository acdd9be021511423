import { useCallback, useEffect, useState } from 'react';
import { type OpenInbox, usePopups } from '../../react';
import { useRetry } from '../offline/use-retry';

type Drawing = typeof import('./popups');

interface PopupCornerProps {
  readonly open: OpenInbox;
  readonly onOpen: (id: string) => void;
}

/**
 * What pops up. It is heard from the beginning: whatever comes before the part that draws it waits, as that comes up once only.
 * When that part does not load, it is asked for again; `lazy` would keep the failure for as long as the page is there.
 */
export function PopupCorner({ open, onOpen }: PopupCornerProps) {
  const queue = usePopups(open);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = useCallback(() => {
    const loaded = (popups: Drawing) => {
      setDrawing(popups);
      setError(null);
    };
    import('./popups').then(loaded, setError);
  }, []);
  useEffect(load, [load]);
  useRetry(error, load);
  return drawing && <drawing.Popups {...queue} onOpen={onOpen} />;
}
