import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type { TestClient } from '../../support/test-client';
import type { Room } from './room';

interface Changes {
  readonly added: number[];
  readonly updated: number[];
  readonly removed: number[];
}

/** y-websocket gives a connection up that was silent for this long. */
const silenceMs = 30_000;

/** The presence of a y-websocket client: y-protocols' own, which says again what it is told. */
export class StockPresence {
  readonly awareness: Awareness;
  framesSent = 0;
  #read = 0;
  #heardAtMs: number;
  #toSend: Uint8Array[] = [];

  constructor(
    readonly room: Room,
    readonly client: TestClient,
    state: Record<string, unknown> | null = {},
  ) {
    this.awareness = new Awareness(client.doc);
    this.awareness.setLocalState(state);
    this.awareness.on('update', ({ added, updated, removed }: Changes) => {
      this.#toSend.push(encodeAwarenessUpdate(this.awareness, [...added, ...updated, ...removed]));
    });
    this.#heardAtMs = room.harness.nowMs;
    this.announce();
  }

  /** What a provider sends when its connection opens. */
  announce(): void {
    if (this.awareness.getLocalState() === null) return;
    this.#toSend.push(encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
  }

  /** Sends what is to be sent and takes what has come. Answers whether anything moved. */
  pump(): boolean {
    const toSend = this.#toSend.splice(0);
    for (const payload of toSend) this.room.harness.send(this.client.session, { type: 'awareness', payload });
    this.framesSent += toSend.length;
    this.client.receive();
    const frames = this.client.received.slice(this.#read);
    this.#read = this.client.received.length;
    if (frames.length > 0) this.#heardAtMs = this.room.harness.nowMs;
    for (const frame of frames) if (frame.type === 'awareness') applyAwarenessUpdate(this.awareness, frame.payload, this);
    return toSend.length + frames.length > 0;
  }

  /** Whether y-websocket would have given the connection up by now. */
  get hasGivenUp(): boolean {
    return this.room.harness.nowMs - this.#heardAtMs > silenceMs;
  }

  /** The connection is lost and comes back, as in y-websocket. */
  reconnect(): void {
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
    this.#toSend = [];
    this.client.reconnect();
    this.announce();
  }

  /** Names of the people it sees besides itself. */
  get sees(): string[] {
    const others = [...this.awareness.getStates()].filter(([client]) => client !== this.awareness.clientID);
    return others.map(([, state]) => (state.user as { name?: string } | undefined)?.name ?? '?').sort();
  }

  stateOf(other: StockPresence): Record<string, unknown> | undefined {
    return this.awareness.getStates().get(other.awareness.clientID);
  }
}
