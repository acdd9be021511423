import { useMemo } from 'react';
import { type TripSummary, useApi } from '../../react';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { removal, renaming } from './list-edits';
import type { TripList } from './use-trip-list';

/** What can be done to the trips of a list. Each shows at once, and comes back with a reason when it cannot be done. */
export interface TripActions {
  rename(trip: TripSummary, title: string): void;
  archive(trip: TripSummary): void;
  unarchive(trip: TripSummary): void;
  remove(trip: TripSummary): void;
  restore(trip: TripSummary): void;
  leave(trip: TripSummary): void;
}

/** What the person did to a trip, and the call that takes it back. */
interface Deed {
  readonly call: () => Promise<unknown>;
  readonly said: string;
  readonly undo?: () => Promise<unknown>;
}

/**
 * The actions on the trips of a list.
 * @param onRemoved called before a trip disappears from the list.
 */
export function useTripActions(list: TripList, onRemoved: (trip: TripSummary) => void): TripActions {
  const api = useApi();
  const text = useTextOf();
  const show = useToast();
  const showError = useShowError();
  const { trips, edit, refresh } = list;
  return useMemo(() => {
    const takeBack = async (undo: () => Promise<unknown>) => {
      try {
        await undo();
        refresh();
      } catch (reason) {
        showError(reason);
      }
    };
    const takeOut = async (trip: TripSummary, { call, said, undo }: Deed) => {
      onRemoved(trip);
      try {
        await edit(removal(trip, trips ?? []), call);
      } catch (reason) {
        return showError(reason);
      }
      const action = undo && { label: text('trips.undo'), onAction: () => void takeBack(undo) };
      show({ text: said, ...(action ? { action } : {}) });
    };
    const titleOf = (trip: TripSummary) => ({ title: trip.title || text('trips.untitled') });
    const setArchived = (trip: TripSummary, archived: boolean, said: string) =>
      takeOut(trip, {
        call: () => api.changeTrip(trip.id, { archived }),
        said,
        undo: () => api.changeTrip(trip.id, { archived: !archived }),
      });
    return {
      rename: (trip, title) => void edit(renaming(trip, title), () => api.changeTrip(trip.id, { title })).catch(showError),
      archive: (trip) => void setArchived(trip, true, text('trips.archived', titleOf(trip))),
      unarchive: (trip) => void setArchived(trip, false, text('trips.unarchived', titleOf(trip))),
      remove: (trip) =>
        void takeOut(trip, {
          call: () => api.deleteTrip(trip.id),
          said: text('trips.deleted', titleOf(trip)),
          undo: () => api.restoreTrip(trip.id),
        }),
      restore: (trip) =>
        void takeOut(trip, { call: () => api.restoreTrip(trip.id), said: text('trips.restored', titleOf(trip)) }),
      leave: (trip) => {
        const leave = async () => api.removeMember(trip.id, (await api.me()).id);
        void takeOut(trip, { call: leave, said: text('trips.left', titleOf(trip)) });
      },
    };
  }, [api, text, show, showError, trips, edit, refresh, onRemoved]);
}
