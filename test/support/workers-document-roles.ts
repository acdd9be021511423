import * as Y from 'yjs';
import { encodeSyncRequest } from '../../src/protocol/sync-body';
import type { Answer, Caller } from './workers-caller';
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
  /** There was no way to try: to them the document does not exist, or the socket was closed with 4403. */
  | 'shut out';

/** The trip somebody tries something on, and those who were there before. */
export interface Scene {
  /** `/v1/trips/{id}`: titled 'Kyoto', with a confirmed item `a` and a viewer called `bystander`. */
  readonly trip: string;
  readonly owner: Caller;
  /** The owner's open document. */
  readonly watching: DocumentClient;
}

type Attempt = (who: Caller, scene: Scene) => Promise<Outcome>;

const title = (doc: Y.Doc): string => doc.getText('title').toString();
const firstItem = (doc: Y.Doc): Y.Map<unknown> => doc.getArray<Y.Map<unknown>>('itinerary').get(0);

/** Everything that can be tried by a frame, in one dialect. */
function framesOf(sdk: boolean) {
  /** Tries something on a socket that is in. */
  const onSocket =
    (work: (client: DocumentClient, scene: Scene) => Promise<Outcome>): Attempt =>
    async (who, scene) => {
      const client = await DocumentClient.open(who.token, scene.trip, { sdk });
      const closed = client.closed.then(([code, reason]): Outcome => {
        if (code !== 4403 || client.frames.length > 0) throw new Error(`closed with ${code} ${reason}`);
        return 'shut out';
      });
      return Promise.race([closed, client.sync().then(() => work(client, scene), () => closed)]);
    };
  /** Tries a change of the document. */
  const onDocument = (change: (doc: Y.Doc) => void, type: 'update' | 'step2' = 'update'): Attempt =>
    onSocket(async (client, { watching, trip, owner }) => {
      const before = (await owner.call('GET', trip)).body;
      const mine = new Y.Doc();
      Y.applyUpdate(mine, Y.encodeStateAsUpdate(client.doc));
      const stateVector = Y.encodeStateVector(mine);
      change(mine);
      client.push(Y.encodeStateAsUpdate(mine, stateVector), type);
      await client.sync();
      const after = (await owner.call('GET', trip)).body;
      await watching.sync();
      if (JSON.stringify(watching.doc.toJSON()) !== JSON.stringify(client.doc.toJSON())) throw new Error('two people see two things');
      const refused = client.of('refused').length + client.of('denied').length;
      if (sdk && refused > 0) expectNotice(client);
      const isSame = JSON.stringify({ ...after, metadata: null }) === JSON.stringify({ ...before, metadata: null });
      if (!isSame) return 'done';
      if (refused > 0) return 'refused';
      return JSON.stringify(after.metadata) === JSON.stringify(before.metadata) ? 'dropped' : 'set back';
    });
  return {
    SyncStep1: onSocket(async (client) => (title(client.doc) === 'Kyoto' ? 'done' : 'dropped')),
    'SyncStep2 with an edit': onDocument((doc) => doc.getText('title').insert(0, 'To '), 'step2'),
    'Update with an edit': onDocument((doc) => doc.getText('title').insert(0, 'To ')),
    'Update that only deletes': onDocument((doc) => doc.getText('title').delete(0, 1)),
    'Update that sets a status back': onDocument((doc) => firstItem(doc).set('booking_status', 'pending')),
    Awareness: onSocket(async (client, { watching }) => {
      client.announce({ cursor: 1 });
      await client.sync();
      await watching.sync();
      return watching.present.has(client.doc.clientID) ? 'done' : 'dropped';
    }),
    QueryAwareness: onSocket(async (client, { watching }) => {
      watching.announce({ cursor: 2 });
      await watching.sync();
      await client.sync();
      const before = client.of('awareness').length;
      client.send({ type: 'queryAwareness' });
      await client.sync();
      return client.of('awareness').length > before + 1 ? 'done' : 'dropped';
    }),
    Token: onSocket(async (client, { trip, owner }) => {
      client.send({ type: 'token', token: owner.token });
      const [code] = await Promise.race([client.closed, client.sync().then(() => [0] as const)]);
      await owner.call('GET', trip);
      return code === 4401 ? 'refused' : 'done';
    }),
  } satisfies Record<string, Attempt>;
}

function expectNotice(client: DocumentClient): void {
  const codes = client.of('refused').map(({ code }) => code);
  const notices = client.of('notice').map(({ message }) => message.code);
  if (codes.some((code) => code !== 'forbidden') || notices.join() !== 'read-only') throw new Error(`told ${codes} and ${notices}`);
}
