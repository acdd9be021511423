import { closes } from '../protocol/closes';
import { type ClientFrame, decodeClientFrame, MalformedFrame } from '../protocol/frames';
import { isExpired } from './admission';
import type { Asker } from './asker';
import type { DocumentState } from './document-state';
import type { EnginePorts } from './ports';
import type { PresenceBoard } from './presence-board';
import type { PresenceIntake } from './presence-intake';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { decodeStateVectorStrictly } from './update-decoding';
import type { Writer } from './writer';

/** The first language of a document's connections: answers the binary frames of Yjs clients (PROTOCOL.md, Frames and Sync). */
export class FrameDesk {
  constructor(
    private readonly ports: Pick<EnginePorts, 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    private readonly writer: Writer,
    private readonly board: PresenceBoard,
    private readonly intake: PresenceIntake,
    private readonly asker: Asker,
    private readonly authenticate: (session: Session, credential: string) => void,
  ) {}

  /** A binary frame arrived. */
  receive(session: Session, data: Uint8Array): void {
    try {
      this.#handle(session, decodeClientFrame(data));
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.sessions.close(session, closes.malformed);
    }
  }

  #handle(session: Session, frame: ClientFrame): void {
    if (frame.type === 'token') return this.authenticate(session, frame.token);
    if (session.identity === null) return this.sessions.close(session, closes.unauthenticated);
    if (isExpired(session.identity, this.ports.nowMs())) return this.sessions.close(session, closes.expired);
    switch (frame.type) {
      case 'step1':
        return this.#answerStep1(session, frame.stateVector);
      case 'step2':
        return this.writer.receive(session, frame.update, frame.n, true);
      case 'update':
        return this.writer.receive(session, frame.update, frame.n, false);
      case 'awareness':
        return this.intake.receive(session, frame.payload);
      case 'queryAwareness':
        if (session.presenceRate.take(this.ports.nowMs())) this.board.sendAll(session);
        return;
    }
  }

  #answerStep1(session: Session, encoded: Uint8Array): void {
    const stateVector = decodeStateVectorStrictly(encoded);
    if (!session.syncs.take(this.ports.nowMs())) return this.sessions.close(session, closes.noProgress);
    this.writer.flush();
    const { facts } = session;
    // The question goes first: the first answer then shows what the client had before it heard from us (R4).
    if (!facts.joined) facts.seenServerClock = stateVector.get(this.state.existing().serverClient) ?? 0;
    this.asker.ask(session);
    for (const update of this.state.updatesFor(stateVector, encoded)) this.sessions.send(session, { type: 'update', update });
    this.sessions.send(session, { type: 'step2', update: emptyUpdate });
    this.sessions.join(session);
    this.board.sendAll(session);
  }
}

/** An update with no structs and no deletes. */
const emptyUpdate = new Uint8Array([0, 0]);
