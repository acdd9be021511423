import type { TripSummary } from '../../react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';

interface LeaveDialogProps {
  readonly trip: Pick<TripSummary, 'title'>;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

/** Asks before somebody leaves a trip: they cannot come back by themselves. */
export function LeaveDialog({ trip, onLeave, onClose }: LeaveDialogProps) {
  const text = useTextOf();
  return (
    <Dialog title={text('trips.leaveTitle', { title: trip.title || text('trips.untitled') })} onClose={onClose}>
      <p className="text-pretty">{text('trips.leaveText')}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{text('trips.stay')}</Button>
        <Button look="danger" onClick={onLeave}>
          {text('trips.leave')}
        </Button>
      </div>
    </Dialog>
  );
}
