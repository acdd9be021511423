import { expect } from 'vitest';
import * as Y from 'yjs';
import { createDoc } from '../../../src/documents/layout';
import type { DocumentSchema } from '../../../src/documents/schema';
import { type TripView, tripSchema } from '../../../src/documents/trip';
import type { NoticeMessage } from '../../../src/protocol/frames';
import type { Identity, Role } from '../../../src/protocol/roles';
import { EngineHarness, person } from '../../support/engine-harness';
import { TestClient } from '../../support/test-client';

interface ClientOptions {
  readonly sdk?: boolean;
  readonly clientId?: number;
  readonly identity?: Partial<Identity>;
}

/** A document with an owner and three editors, and whoever joins them. */
export class Room {
  readonly harness: EngineHarness;
  readonly schema: DocumentSchema;
  readonly clients: TestClient[] = [];

  constructor(options: { members?: Readonly<Record<string, Role>>; seed?: number; schema?: DocumentSchema } = {}) {
    this.schema = options.schema ?? tripSchema;
    this.harness = new EngineHarness({
      ...options,
      members: options.members ?? { anna: 'editor', ben: 'editor', chloe: 'editor' },
    });
  }

  /** Connects somebody and lets them sync. */
  join(id: string, options: ClientOptions = {}): TestClient {
    // Yjs breaks ties by client id: the same ids, the same run.
    const client = new TestClient(this.harness, person(id, options.identity), {
      clientId: 1_000 + this.clients.length,
      ...options,
    });
    this.clients.push(client);
    client.settle();
    return client;
  }

  /** Many more people, so that the document is a busy one. */
  crowd(count: number): TestClient[] {
    return Array.from({ length: count }, (_, index) => {
      const id = `crowd${index}`;
      this.harness.service.membership.put(person('owner'), { id, role: 'editor', name: id, avatar: null });
      return this.join(id);
    });
  }

  /** Lets every open client and the server come to rest. */
  settle(): void {
    let quiet = 0;
    for (let round = 0; round < 20; round++) {
      const before = this.#received();
      this.harness.advance(60);
      for (const client of this.clients) if (client.isOpen) client.settle();
      quiet = this.#received() === before ? quiet + 1 : 0;
      // One more round: what was just sent may have set a timer.
      if (quiet === 2) return;
    }
    throw new Error('the room does not come to rest');
  }

  view(caller = 'owner'): TripView {
    const read = this.harness.service.read(person(caller));
    if (!read.ok) throw new Error(read.refusal.code);
    return JSON.parse(JSON.stringify(read.value.view)) as TripView;
  }

  get doc() {
    return this.harness.engine.state.live().doc;
  }

  #received(): number {
    return this.clients.reduce((sum, { received }) => sum + received.length, 0);
  }
}

/** The notices a client got, and forgets them. */
export function takeNotices(client: TestClient): NoticeMessage[] {
  const notices = client.frames('notice').map(({ message }) => message);
  client.received.length = 0;
  return notices;
}

/** At rest, every open client has what the server has: the same structs, the same deletes, the same content. */
export function expectSameEverywhere(room: Room): void {
  room.settle();
  for (const client of room.clients) {
    if (!client.isOpen) continue;
    const copy = createDoc(room.schema);
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc));
    expect(copy.toJSON()).toEqual(room.doc.toJSON());
    expect(
      Y.equalSnapshots(Y.snapshot(client.doc), Y.snapshot(room.doc)),
      `documents of ${client.identity.id} and the server`,
    ).toBe(true);
  }
}
