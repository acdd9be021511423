import { type DocumentOptions, type OpenDocument, useDocument } from './use-document';

/** An open trip as a component sees it. */
export type OpenTrip = OpenDocument;

/** How a trip is opened. */
export type TripOptions = DocumentOptions;

/** Opens a trip while the component is mounted, and leaves it afterwards: {@link useDocument}. */
export function useTrip(id: string, options?: TripOptions): OpenTrip | null {
  return useDocument('trip', id, options);
}
