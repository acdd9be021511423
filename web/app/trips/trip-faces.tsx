import { useIntl } from 'react-intl';
import type { TripSummary } from '../../react';
import { isolated } from '../../react/isolated-words';
import { Avatar } from '../design/avatar';
import { useTextOf } from '../i18n/use-text-of';

/** Who belongs to a trip: some faces, and how many more there are. */
export function TripFaces({ members, count }: { members: TripSummary['members']; count: number }) {
  const text = useTextOf();
  const intl = useIntl();
  const more = count - members.length;
  return (
    <span className="flex shrink-0 items-center">
      <span className="sr-only">
        {text('trips.members', { name: intl.formatList(members.map(({ name }) => isolated(name))), count: more })}
      </span>
      <span aria-hidden="true" className="flex -space-x-1">
        {members.map(({ id, name, color }) => (
          <span key={id} title={name} className="rounded-full ring-2 ring-surface">
            <Avatar name={name} color={color} />
          </span>
        ))}
      </span>
      {more > 0 && (
        <span aria-hidden="true" className="pl-1.5 text-sm text-muted">
          {intl.formatNumber(more, { signDisplay: 'always' })}
        </span>
      )}
    </span>
  );
}
