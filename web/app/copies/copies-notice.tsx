import { lazy, Suspense, useEffect, useState } from 'react';
import { type RecoverableCopy, useClient } from '../../react';
import { Button } from '../design/button';
import { Notice, Notices } from '../design/notices';
import { useTextOf } from '../i18n/use-text-of';

const CopiesDialog = lazy(() => import('./copies-dialog'));

/**
 * Tells a person that some of their edits could not be saved, until they have seen to it: on whatever page they are, as what was
 * sent without being open was refused too.
 */
export default function CopiesNotice() {
  const text = useTextOf();
  const { copies, drop } = useCopies();
  const [reading, setReading] = useState(false);
  const count = copies.reduce((sum, { edits }) => sum + edits, 0);
  if (copies.length === 0) return null;
  return (
    <Notices>
      <Notice text={text('copies.notice', { count })}>
        <Button onClick={() => setReading(true)}>{text('copies.show')}</Button>
      </Notice>
      {reading && (
        <Suspense>
          <CopiesDialog copies={copies} onDrop={drop} onClose={() => setReading(false)} />
        </Suspense>
      )}
    </Notices>
  );
}

/** The copies of this person: those this device kept from before, and new ones as they come. */
function useCopies(): { copies: readonly RecoverableCopy[]; drop: (id: string) => void } {
  const store = useClient().offline;
  const [copies, setCopies] = useState<readonly RecoverableCopy[]>([]);
  useEffect(() => {
    let current = true;
    const add = (found: readonly RecoverableCopy[]) => {
      if (current) setCopies((known) => [...known, ...found.filter(({ id }) => !known.some((one) => one.id === id))]);
    };
    setCopies([]);
    const stop = store?.events.on('copy', (copy) => add([copy]));
    void store?.copies().then(add);
    return () => {
      current = false;
      stop?.();
    };
  }, [store]);
  const drop = (id: string) => {
    setCopies((known) => known.filter((copy) => copy.id !== id));
    void store?.dropCopy(id);
  };
  return { copies, drop };
}
