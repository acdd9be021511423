import type { ApiClient } from '../../../react';
import type { EventApi } from '../../../react/events';
import { heldByClient } from './held-by-client';
import { HeldEdits } from './held-edits';
import { keptEdits } from './kept-edits';

/** While the server cannot be reached, it is tried again so much later, in ms. */
const retryMs = 15_000;

/** What somebody did to events of the calendar: one for all pages of the app. */
export function heldEditsOf(client: ApiClient, api: EventApi): HeldEdits {
  const held =
    heldByClient.get(client) ??
    new HeldEdits({
      api,
      shelf: client.offline && keptEdits(client.offline),
      alone: async (run) => void (await (navigator.locks?.request('triptrip calendar edits', run) ?? run())),
      newId: () => crypto.randomUUID(),
      later: (run) => setTimeout(run, retryMs),
    });
  heldByClient.set(client, held);
  return held;
}
