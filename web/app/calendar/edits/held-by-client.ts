import type { ApiClient } from '../../../react';
import type { HeldEdits } from './held-edits';
import { countKeptEdits } from './kept-edits';

/** They outlive the page of the calendar: what no device keeps waits here for the next one. */
export const heldByClient = new WeakMap<ApiClient, HeldEdits>();

/** Whether something that was done to the calendar has not been sent. */
export async function holdsEdits(client: ApiClient): Promise<boolean> {
  const { edits = [], takenBack = 0 } = heldByClient.get(client)?.shown() ?? {};
  if (edits.length + takenBack > 0) return true;
  return client.offline !== null && (await countKeptEdits(client.offline)) > 0;
}
