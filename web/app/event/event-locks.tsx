import { Lock } from 'lucide-react';
import { useIntl } from 'react-intl';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { touchedFields } from './touched-fields';

/** What others have for themselves at the moment: what is written there meanwhile is not taken. */
export function EventLocks() {
  const text = useTextOf();
  const intl = useIntl();
  const { locks, person } = useOpenTrip().trip.state;
  const others = locks.filter(({ holder }) => holder.id !== person?.id);
  if (others.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 rounded-md bg-warn-soft px-3 py-2 text-sm">
      {others.map(({ id, path, holder, expires_at }) => {
        const [field = 'other'] = touchedFields([path]);
        const time = intl.formatTime(expires_at, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
        return (
          <li key={id} className="flex items-center gap-2">
            <Lock size={14} aria-hidden="true" className="shrink-0" />
            {path === ''
              ? text('event.lockedAll', { name: holder.name, when: time })
              : text('event.locked', { name: holder.name, field: text(`event.field.${field}`), when: time })}
          </li>
        );
      })}
    </ul>
  );
}
