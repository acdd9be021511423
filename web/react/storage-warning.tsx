import { ProblemIcon } from './icons';
import { type TextsProps, textsOf } from './texts';
import type { OpenTrip } from './use-trip';

export interface StorageWarningProps extends TextsProps {
  readonly trip: OpenTrip;
  readonly className?: string;
}

/**
 * Says that this device cannot keep what is not saved yet, and why; nothing where it can, or where the program chose not
 * to keep anything.
 */
export function StorageWarning({ trip, className = '', ...props }: StorageWarningProps) {
  const { storage } = trip.state;
  const reason = storage.kind === 'memory' && storage.reason !== 'off' ? storage.reason : null;
  return (
    <div role="status" className={className}>
      {reason !== null && (
        <p className="tt-storage-warning" data-reason={reason}>
          <ProblemIcon />
          {textsOf(props).storage[reason]}
        </p>
      )}
    </div>
  );
}
