import { createContext, use } from 'react';
import type { OpenTrip } from '../../react';
import type { DocumentLocks } from '../locks/document-locks';

/** What every part of an open trip's page needs. */
export interface TripContextValue {
  readonly trip: OpenTrip;
  /** Who has which part of it for themselves. */
  readonly locks: DocumentLocks;
  /** Says something to people who use a screen reader. */
  readonly announce: (message: string) => void;
}

const TripContext = createContext<TripContextValue | null>(null);

export const TripContextProvider = TripContext.Provider;

/**
 * The open trip of the page around a component.
 * @throws Error outside of one: a mistake in the program.
 */
export function useOpenTrip(): TripContextValue {
  const value = use(TripContext);
  if (value === null) throw new Error('useOpenTrip needs a trip page around it');
  return value;
}
