import type { OperationReplies, OperationReplyType } from '../../protocol/operations';
import type { EnginePorts } from '../ports';
import type { Session } from '../session';
import type { Sessions } from '../sessions';

/** Writes the messages of the server, and sends them. */
export class Messages {
  constructor(
    private readonly ports: Pick<EnginePorts, 'chance' | 'nowMs'>,
    private readonly sessions: Sessions,
  ) {}

  /** A message on the wire. `id` is that of the request it answers; without one it gets its own. */
  write<T extends OperationReplyType>(type: T, payload: OperationReplies[T], id?: string): string {
    return JSON.stringify({ type, id: id ?? this.ports.chance.newId(), timestamp: this.ports.nowMs(), payload });
  }

  send<T extends OperationReplyType>(session: Session, type: T, payload: OperationReplies[T], id?: string): void {
    this.sessions.sendText(session, this.write(type, payload, id));
  }

  /** Sends one message to several sessions. */
  sendAll<T extends OperationReplyType>(sessions: readonly Session[], type: T, payload: OperationReplies[T]): void {
    if (sessions.length === 0) return;
    const text = this.write(type, payload);
    for (const session of sessions) this.sessions.sendText(session, text);
  }
}

/** What the others know a connection by; the same in presence and in broadcasts. */
export function clientIdOf(session: Session): string {
  const { operations, presence } = session.facts;
  return operations?.clientId ?? (presence === null ? session.id : String(presence.client));
}
