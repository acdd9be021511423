import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { bindFields, show } from './pane.js';

/** Opens a trip with an unmodified y-websocket: it knows nothing of TripTrip but the address and how to sign in. */
export function openWithYWebsocket(pane, url, tripId, token) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/v1/trips`, tripId, doc, { params: { token } });

  // It can tell whether it is connected. Whether an edit is stored, it cannot know.
  provider.on('status', ({ status }) => show(pane, 'status', status));
  provider.awareness.setLocalStateField('cursor', null);
  provider.awareness.on('change', () => {
    const others = [...provider.awareness.getStates()].filter(([client]) => client !== doc.clientID);
    const names = others.map(([, { user }]) => user?.name);
    show(pane, 'people', names.join(', '));
  });
  bindFields(pane, doc);
}
