import type { TripView } from '../../../react';
import { HistoryDialog } from '../../history/history-dialog';
import { HistoryMessages } from '../../history/history-messages';
import type { HistorySubject } from '../../history/history-subject';
import { tripChanges } from './trip-changes';
import { type TripHistoryField, touchedTripFields } from './trip-fields';
import { useTripWords } from './use-trip-words';

const subject: HistorySubject<TripHistoryField, TripView> = { kind: 'trip', fieldsOf: touchedTripFields, changes: tripChanges };

interface TripHistoryProps {
  readonly onClose: () => void;
}

/** Who changed what about the open trip. */
export default function TripHistory({ onClose }: TripHistoryProps) {
  return (
    <HistoryMessages>
      <TripHistoryDialog onClose={onClose} />
    </HistoryMessages>
  );
}

function TripHistoryDialog({ onClose }: TripHistoryProps) {
  return <HistoryDialog subject={subject} words={useTripWords()} onClose={onClose} />;
}
