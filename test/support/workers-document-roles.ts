import * as Y from 'yjs';
import { encodeSyncRequest } from '../../src/protocol/sync-body';
import { type Answer, type Caller, jsonPatch, mergePatch } from './workers-caller';
import { DocumentClient } from './workers-document';

/** What became of something that somebody tried. */
export type Outcome =
  /** It had its effect. */
  | 'done'
  /** It had no effect, and who tried was told so. */
  | 'refused'
  /** It had no effect, and nobody was told: it was nothing that anybody meant. */
  | 'dropped'
  /** It took effect and was set back by the server. */
  | 'set back'
  /** There was no way to try: the socket was closed with 4403, the route knows no such trip. */
  | 'shut out';

/** The document on which somebody tries something. */
export interface Scene {
  /** `/v1/trips/{id}` or `/v1/events/{id}`: with a title, a confirmed item or status, and a viewer called `bystander`. */
  readonly trip: string;
  readonly owner: Caller;
  /** A document that its owner has open. */
  readonly watching: DocumentClient;
}

type Attempt = (who: Caller, scene: Scene) => Promise<Outcome>;

/** What everybody sees of the trip, without and with its version. */
async function seen({ owner, trip }: Scene): Promise<{ content: string; version: string }> {
  const { metadata, ...content } = (await owner.call('GET', trip)).body;
  return { content: JSON.stringify(content), version: JSON.stringify(metadata) };
}

/** `trips/{id}`, as tickets name it. */
const documentOf = (trip: string): string => trip.slice('/v1/'.length);

/** Tries to get a ticket, and to read with nothing else in the first frame. */
function withTicket(sdk: boolean): Attempt {
  return async (who, { trip }) => {
    const { status, body } = await who.call('POST', '/v1/tickets', { document: documentOf(trip) });
    if (status === 404 && body.code === 'not-found') return 'shut out';
    const client = await DocumentClient.open(null, trip, { sdk });
    client.send({ type: 'token', token: body.ticket as string });
    await client.sync();
    client.close();
    return client.doc.getText('title').length > 0 ? 'done' : 'dropped';
  };
}

function onSocket(sdk: boolean, work: (client: DocumentClient, scene: Scene) => Promise<Outcome>): Attempt {
  return async (who, scene) => {
    const client = await DocumentClient.open(who.token, scene.trip, { sdk });
    const closed = client.closed.then(([code, reason]): Outcome => {
      if (code !== 4403 || client.frames.length > 0) throw new Error(`closed with ${code}, ${reason}`);
      return 'shut out';
    });
    const worked = work(client, scene).catch((error) => (client.isOpen ? Promise.reject(error) : closed));
    const outcome = await Promise.race([closed, worked]);
    if (client.isOpen) client.close();
    return outcome;
  };
}

/** Tries a change of the document. */
function onDocument(sdk: boolean, change: (doc: Y.Doc) => void, type: 'update' | 'step2' = 'update'): Attempt {
  return onSocket(sdk, async (client, scene) => {
    await client.sync();
    const before = await seen(scene);
    const mine = new Y.Doc();
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(client.doc));
    const stateVector = Y.encodeStateVector(mine);
    change(mine);
    client.push(Y.encodeStateAsUpdate(mine, stateVector), type);
    await client.sync();
    await scene.watching.sync();
    if (JSON.stringify(scene.watching.doc) !== JSON.stringify(client.doc)) throw new Error('two people see two things');
    const after = await seen(scene);
    if (after.content !== before.content) return 'done';
    if (wasRefused(client)) return 'refused';
    return after.version === before.version ? 'dropped' : 'set back';
  });
}

function wasRefused(client: DocumentClient): boolean {
  const told = client.sdk
    ? [...client.of('refused').map(({ code }) => code), ...client.of('notice').map(({ message }) => message.code)]
    : client.of('denied').map(({ reason }) => reason);
  const isTold = told.join() === (client.sdk ? 'forbidden,read-only' : 'read-only');
  if (!isTold && told.length > 0 && told.join() !== 'repaired') throw new Error(`was told ${told}`);
  return isTold;
}

/** Sets the status back: that of the item of a trip, or that of an event. */
function setBack(doc: Y.Doc): void {
  const [item] = doc.getArray<Y.Map<unknown>>('itinerary');
  if (item === undefined) doc.getMap('details').set('status', 'tentative');
  else item.set('booking_status', 'pending');
}

/** Everything that can be tried by a frame, in one dialect. */
function framesOf(sdk: boolean) {
  return {
    'Token with a ticket': withTicket(sdk),
    SyncStep1: onSocket(sdk, async (client) => {
      await client.sync();
      return client.doc.getText('title').length > 0 ? 'done' : 'dropped';
    }),
    'SyncStep2 with an edit': onDocument(sdk, (doc) => doc.getText('title').insert(0, 'To '), 'step2'),
    'Update with an edit': onDocument(sdk, (doc) => doc.getText('title').insert(0, 'To ')),
    'Update that only deletes': onDocument(sdk, (doc) => doc.getText('title').delete(0, 1)),
    'Update that sets a status back': onDocument(sdk, setBack),
    Awareness: onSocket(sdk, async (client, { watching }) => {
      client.announce({ cursor: 1 });
      await client.sync();
      await watching.sync();
      return watching.present.has(client.doc.clientID) ? 'done' : 'dropped';
    }),
    QueryAwareness: onSocket(sdk, async (client, { watching }) => {
      watching.announce({ cursor: 2 });
      await watching.sync();
      client.send({ type: 'queryAwareness' });
      await client.sync();
      // What answers SyncStep1 comes behind the SyncStep2.
      const types = client.frames.map(({ type }) => type);
      return types.slice(0, types.indexOf('step2')).includes('awareness') ? 'done' : 'dropped';
    }),
  } satisfies Record<string, Attempt>;
}

function onRoute(request: (who: Caller, trip: string) => Promise<Answer>): Attempt {
  return async (who, scene) => {
    const before = await seen(scene);
    const { status, body } = await request(who, scene.trip);
    if (status < 300) return 'done';
    const after = await seen(scene);
    if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error('what was refused had an effect');
    if (status === 403 && body.code === 'forbidden') return 'refused';
    if (status === 404 && body.code === 'not-found') return 'shut out';
    throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  };
}

function syncBody(text: string): Uint8Array {
  const doc = new Y.Doc();
  if (text !== '') doc.getText('description').insert(0, text);
  return encodeSyncRequest({
    stateVector: Uint8Array.of(0),
    update: text === '' ? new Uint8Array() : Y.encodeStateAsUpdate(doc),
  });
}

/** Everything that can be tried by a route. */
const routes = {
  'read it': onRoute((who, trip) => who.call('GET', trip)),
  'read its members': onRoute((who, trip) => who.call('GET', `${trip}/members`)),
  'read its presence': onRoute((who, trip) => who.call('GET', `${trip}/presence`)),
  'pull by sync': onRoute((who, trip) => who.call('POST', `${trip}/sync`, syncBody(''))),
  'get a ticket': onRoute((who, trip) => who.call('POST', '/v1/tickets', { document: documentOf(trip) })),
  'push by sync': onRoute((who, trip) => who.call('POST', `${trip}/sync`, syncBody('pushed'))),
  'patch it': onRoute((who, trip) => who.call('PATCH', trip, { title: 'x' }, mergePatch)),
  'set a status back': onRoute((who, trip) =>
    who.call('PATCH', trip, [{ op: 'replace', path: '/itinerary/0/booking_status', value: 'pending' }], jsonPatch),
  ),
  'add a member': onRoute((who, trip) => who.call('PUT', `${trip}/members/new`, { role: 'viewer' })),
  'become its owner': onRoute((who, trip) => who.call('PUT', `${trip}/members/${who.id}`, { role: 'owner' })),
  'make an invitation': onRoute((who, trip) => who.call('POST', `${trip}/invites`, { role: 'editor' })),
  'list its invitations': onRoute((who, trip) => who.call('GET', `${trip}/invites`)),
  'revoke an invitation': async (who, scene) => {
    const { body } = await scene.owner.call('POST', `${scene.trip}/invites`, { role: 'viewer' });
    return onRoute(() => who.call('DELETE', `${scene.trip}/invites/${body.id}`))(who, scene);
  },
  'remove a member': onRoute((who, trip) => who.call('DELETE', `${trip}/members/bystander`)),
  'delete it': onRoute((who, trip) => who.call('DELETE', trip)),
} satisfies Record<string, Attempt>;

type FrameAttempts = ReturnType<typeof framesOf>;

/** Everything that can be tried on a trip: each frame in both dialects, and each route. */
export const attempts = {
  sdk: framesOf(true),
  stock: framesOf(false),
  route: routes,
} satisfies Record<string, Readonly<Record<string, Attempt>>>;

export type FrameName = keyof FrameAttempts;
export type RouteName = keyof typeof routes;
