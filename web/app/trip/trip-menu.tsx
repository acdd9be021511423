import { Archive, ArchiveRestore, Eye, EyeOff, History, LogOut, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { type CollaborationToolsProps, readDetails, setDetails, tripRoots, useApi, useShared } from '../../react';
import { MenuButton, type MenuItem } from '../design/menu';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useKeepItem } from '../locks/use-keep-item';
import { useLockable } from '../locks/use-locks';
import { LeaveDialog } from '../trips/leave-dialog';
import { useOpenTrip } from './trip-context';
import { tripParts } from './trip-parts';
import { useReadTripTitle } from './trip-title';

const TripHistory = lazy(() => import('./history/trip-history'));

/** What lies over the page. */
type Over = 'history' | 'leaving' | null;

/** What can be done with the trip as a whole. */
export function TripMenu({ invisible }: Required<Pick<CollaborationToolsProps, 'invisible'>>) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const [over, setOver] = useState<Over>(null);
  const close = () => setOver(null);
  const title = useReadTripTitle(trip.doc);
  const archive = useArchiving(title);
  const { remove, leave } = useEnding(title);
  const { role } = trip.state;
  const keeping = useKeepItem();
  const end: MenuItem =
    role === 'owner'
      ? { id: 'delete', label: text('trips.delete'), icon: Trash2, danger: true, onAction: remove }
      : { id: 'leave', label: text('trips.leave'), icon: LogOut, danger: true, onAction: () => setOver('leaving') };
  const hide: MenuItem = {
    id: 'invisible',
    label: text(invisible.on ? 'trip.beVisible' : 'trip.beInvisible'),
    icon: invisible.on ? Eye : EyeOff,
    onAction: () => invisible.onChange(!invisible.on),
  };
  const history: MenuItem = { id: 'history', label: text('app.history'), icon: History, onAction: () => setOver('history') };
  const items = [history, hide, ...keeping, ...(trip.editable ? [archive] : []), ...(role === null ? [] : [end])];
  return (
    <>
      <MenuButton label={text('trip.menu')} items={items} />
      {over === 'leaving' && <LeaveDialog trip={{ title: title() }} onLeave={leave} onClose={close} />}
      <Suspense>{over === 'history' && <TripHistory onClose={close} />}</Suspense>
    </>
  );
}

/** An edit like any other: for everybody, live, and offline too. */
function useArchiving(title: () => string): MenuItem {
  const text = useTextOf();
  const show = useToast();
  const { doc } = useOpenTrip().trip;
  const { isLocked } = useLockable(tripParts.archived);
  const { archived } = useShared(tripRoots.details(doc), () => readDetails(doc));
  const set = (value: boolean) => setDetails(doc, { archived: value });
  return {
    id: 'archive',
    label: text(archived ? 'trips.unarchive' : 'trips.archive'),
    icon: archived ? ArchiveRestore : Archive,
    isDisabled: isLocked,
    onAction: () => {
      set(!archived);
      show({
        text: text(archived ? 'trips.unarchived' : 'trips.archived', { title: title() }),
        action: { label: text('trips.undo'), onAction: () => set(archived) },
      });
    },
  };
}

/** The owner can delete the trip, everybody else can leave it. Both lead to the list once it is done. */
function useEnding(title: () => string): { remove: () => void; leave: () => void } {
  const text = useTextOf();
  const showError = useShowError();
  const api = useApi();
  const show = useToast();
  const [, navigate] = useLocation();
  const { trip } = useOpenTrip();
  const { id } = trip.session;
  const { person } = trip.state;
  const attempt = async (call: () => Promise<unknown>, done: () => void) => {
    try {
      await call();
      done();
    } catch (reason) {
      showError(reason);
    }
  };
  const restore = () =>
    void attempt(
      () => api.restoreTrip(id),
      () => navigate(`/trips/${id}`),
    );
  const remove = () =>
    void attempt(
      () => api.deleteTrip(id),
      () => {
        navigate('/');
        show({ text: text('trips.deleted', { title: title() }), action: { label: text('trips.undo'), onAction: restore } });
      },
    );
  const leave = () =>
    void attempt(
      async () => person && api.removeMember(id, person.id),
      () => {
        navigate('/');
        show({ text: text('trips.left', { title: title() }) });
      },
    );
  return { remove, leave };
}
