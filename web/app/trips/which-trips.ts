import { useSearchParams } from 'wouter';
import type { MessageId } from '../i18n/locale';

/** The lists of trips: those in use, those that were put away, those that can still be restored. */
export const whichTrips = ['active', 'archived', 'deleted'] as const;
export type WhichTrips = (typeof whichTrips)[number];

/** The messages that name them. */
export const listNames = {
  active: 'trips.show.active',
  archived: 'trips.show.archived',
  deleted: 'trips.show.deleted',
} as const satisfies Record<WhichTrips, MessageId>;

const parameter = 'show';

/** The address of a list. */
export function addressOfList(which: WhichTrips): string {
  return which === 'active' ? '/' : `/?${parameter}=${which}`;
}

/** The list that the address of the page names. */
export function useWhichTrips(): WhichTrips {
  const [parameters] = useSearchParams();
  return whichTrips.find((which) => which === parameters.get(parameter)) ?? 'active';
}
