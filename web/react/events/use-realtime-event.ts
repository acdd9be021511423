import { type DocumentOptions, type OpenDocument, useDocument } from '../use-document';

/**
 * Opens an event of a calendar while the component is mounted: live content, who is here, whether it is saved. What is
 * in it is read by `useEventContent`. Null for the first moment. Needs a `ClientProvider` around it.
 */
export function useRealtimeEvent(id: string, options?: DocumentOptions): OpenDocument | null {
  return useDocument('event', id, options);
}
