// In an application: from '@triptrip/sdk'.
import { createClient, presentPeople } from '../../../web/sdk';
import { describeError } from '../../../web/sdk/errors';
import { bindFields, show } from './pane.js';

/** Opens a trip with the SDK: it says how things stand, keeps edits on the device, and gets tickets with the token. */
export function openWithSdk(pane, url, tripId, token, person) {
  const client = createClient({ url, token, person });
  const trip = client.openTrip(tripId);

  trip.on('state', () => show(pane, 'status', wordsFor(trip)));
  // Bound again when the server's state had to replace what was here.
  let unbind = open(pane, trip);
  trip.on('replaced', () => {
    unbind();
    unbind = open(pane, trip);
  });
}

function open(pane, { doc, awareness }) {
  awareness.on('change', () => {
    const names = presentPeople(awareness).map(({ name }) => name);
    show(pane, 'people', names.join(', '));
  });
  return bindFields(pane, doc);
}

function wordsFor({ status, saved, unsaved }) {
  const problem = describeError(status, 'en')?.message;
  return `${problem ?? status.name}, ${saved ? 'all saved' : `${unsaved} not saved yet`}`;
}
