import { Check, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useSaved } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from './trip-context';

const looks = {
  calm: { icon: Check, className: 'text-ok' },
  busy: { icon: LoaderCircle, className: 'text-muted' },
  offline: { icon: CloudOff, className: 'text-warn' },
  problem: { icon: TriangleAlert, className: 'text-danger' },
} as const;

/** How the connection stands and whether everything is saved, in a place of fixed size. */
export function ConnectionPill() {
  const { look, message } = useStatus();
  const { icon: Icon, className } = looks[look];
  return (
    <span
      data-testid="connection"
      className={`inline-flex min-h-8 min-w-28 items-center justify-center gap-1.5 rounded-full border border-line bg-surface px-3 text-sm font-medium ${className}`}
    >
      <Icon size={15} aria-hidden="true" />
      {message}
    </span>
  );
}

function useStatus(): { look: keyof typeof looks; message: string } {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const saved = useSaved(trip);
  const count = 'unsaved' in saved ? saved.unsaved : 0;
  if (saved.kind === 'refused') return { look: 'problem', message: text('status.unsaved', { count }) };
  if (saved.kind === 'offline') {
    return { look: 'offline', message: count > 0 ? text('status.unsaved', { count }) : text('status.offline') };
  }
  if (trip.state.connection.name === 'connecting') return { look: 'busy', message: text('status.connecting') };
  if (saved.kind === 'saving') return { look: 'busy', message: text('status.saving') };
  return { look: 'calm', message: text(trip.editable ? 'status.saved' : 'status.live') };
}
