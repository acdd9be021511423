import type * as Y from 'yjs';
import { tripRoots, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { useRestedText } from './use-rested-text';

/** What the page is called, to the browser and to a screen reader. */
export function TripTitle({ doc }: { doc: Y.Doc }) {
  const text = useTextOf();
  const title = useRestedText(tripRoots.title(doc)) || text('trip.titlePlaceholder');
  usePageTitle(title);
  return <h1 className="sr-only">{title}</h1>;
}

/** The title of a trip, live; a word in its place where it has none. */
export function useTripTitle(doc: Y.Doc): string {
  const text = useTextOf();
  const title = tripRoots.title(doc);
  return useShared(title, () => title.toString()) || text('trip.titlePlaceholder');
}

/** The title of a trip as it is at the moment, for what is asked or told in passing. */
export function useReadTripTitle(doc: Y.Doc): () => string {
  const text = useTextOf();
  return () => tripRoots.title(doc).toString() || text('trip.titlePlaceholder');
}
