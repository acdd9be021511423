import { Archive, ArchiveRestore, CalendarDays, LogOut, MapPin, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { TripSummary } from '../../react';
import { MenuButton, type MenuItem } from '../design/menu';
import { useTextOf } from '../i18n/use-text-of';
import { CardFrame, CardLine } from './card-frame';
import { CardTitle, RenameField } from './card-title';
import { relativeTime } from './times';
import { TripDates, useNearness } from './trip-dates';
import { TripFaces } from './trip-faces';
import type { TripActions } from './use-trip-actions';

/** One trip in the list. */
export function TripCard({ trip, actions }: { trip: TripSummary; actions: TripActions }) {
  const text = useTextOf();
  const [title, setTitle] = useState<'shown' | 'edited' | 'renamed'>('shown');
  const items = useMenuItems(trip, actions, () => setTitle('edited'));
  const badge = useNearness({ start: trip.start_date, end: trip.end_date });
  return (
    <CardFrame tripId={trip.id} cover={trip.cover} badge={badge}>
      <div className="flex items-start gap-1">
        {title === 'edited' ? (
          <RenameField
            title={trip.title}
            onDone={(name) => {
              setTitle('renamed');
              if (name !== null) actions.rename(trip, name);
            }}
          />
        ) : (
          <CardTitle trip={trip} wasRenamed={title === 'renamed'} />
        )}
        <MenuButton
          label={text('trips.menu', { title: trip.title || text('trips.untitled') })}
          items={items}
          className="relative"
        />
      </div>
      <CardLine icon={<CalendarDays size={15} aria-hidden="true" className="shrink-0" />}>
        <TripDates start={trip.start_date} end={trip.end_date} />
      </CardLine>
      <CardLine icon={trip.destination !== null && <MapPin size={15} aria-hidden="true" className="shrink-0" />}>
        {trip.destination}
      </CardLine>
      <CardFoot trip={trip} />
    </CardFrame>
  );
}

function CardFoot({ trip }: { trip: TripSummary }) {
  const text = useTextOf();
  const intl = useIntl();
  const { value, unit } = relativeTime(Date.parse(trip.updated_at) - Date.now());
  return (
    <div className="mt-auto flex min-h-10 items-end justify-between gap-3 pr-2.5 pt-2">
      <TripFaces members={trip.members} count={trip.member_count} />
      <span className="flex min-w-0 flex-col items-end text-right text-sm text-muted">
        {trip.role !== 'owner' && <span className="font-medium text-ink">{text(`role.${trip.role}`)}</span>}
        <span className="text-balance">
          {text('trips.updated', { when: intl.formatRelativeTime(value, unit, { numeric: 'auto' }) })}
        </span>
      </span>
    </div>
  );
}

/** What somebody may do with a trip, by their role in it. */
function useMenuItems(trip: TripSummary, actions: TripActions, onRename: () => void): MenuItem[] {
  const text = useTextOf();
  const mayEdit = trip.role === 'owner' || trip.role === 'editor';
  const edits: MenuItem[] = [
    { id: 'rename', label: text('trips.rename'), icon: Pencil, onAction: onRename },
    trip.archived
      ? { id: 'unarchive', label: text('trips.unarchive'), icon: ArchiveRestore, onAction: () => actions.unarchive(trip) }
      : { id: 'archive', label: text('trips.archive'), icon: Archive, onAction: () => actions.archive(trip) },
  ];
  const end: MenuItem =
    trip.role === 'owner'
      ? { id: 'delete', label: text('trips.delete'), icon: Trash2, danger: true, onAction: () => actions.remove(trip) }
      : { id: 'leave', label: text('trips.leave'), icon: LogOut, danger: true, onAction: () => actions.leave(trip) };
  return mayEdit ? [...edits, end] : [end];
}
