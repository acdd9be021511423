import { lazy, Suspense, useEffect, useState } from 'react';
import type { DocumentSession, RecoverableCopy } from '../../react';
import { Button } from '../design/button';
import { Notice } from '../design/notices';
import { useTextOf } from '../i18n/use-text-of';

const CopiesDialog = lazy(() => import('./copies-dialog'));

/** Tells a person that some of their edits could not be saved, until they have seen to it. */
export function CopiesNotice({ session }: { session: DocumentSession }) {
  const text = useTextOf();
  const { copies, drop } = useCopies(session);
  const [reading, setReading] = useState(false);
  const count = copies.reduce((sum, { edits }) => sum + edits, 0);
  if (copies.length === 0) return null;
  return (
    <>
      <Notice text={text('copies.notice', { count })}>
        <Button onClick={() => setReading(true)}>{text('copies.show')}</Button>
      </Notice>
      {reading && (
        <Suspense>
          <CopiesDialog copies={copies} onDrop={drop} onClose={() => setReading(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The copies of this trip: those this device kept from before, and new ones as they come. */
function useCopies(session: DocumentSession): { copies: readonly RecoverableCopy[]; drop: (id: string) => void } {
  const [copies, setCopies] = useState<readonly RecoverableCopy[]>([]);
  useEffect(() => {
    let current = true;
    const add = (found: readonly RecoverableCopy[]) => {
      if (current) setCopies((known) => [...known, ...found.filter(({ id }) => !known.some((one) => one.id === id))]);
    };
    setCopies([]);
    const stop = session.on('copy', (copy) => add([copy]));
    void session.copies().then(add);
    return () => {
      current = false;
      stop();
    };
  }, [session]);
  const drop = (id: string) => {
    setCopies((known) => known.filter((copy) => copy.id !== id));
    void session.dropCopy(id);
  };
  return { copies, drop };
}
