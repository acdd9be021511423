import type { Outcome } from '../../protocol/codes';
import type { HubMessage, HubReplies, HubReplyType } from '../../protocol/hub-messages';
import type { InboxPorts } from '../ports';
import { refusalOf, replyOf } from './envelope';
import type { HubSession } from './hub-session';

/** Takes what a message was answered: what a socket would have been sent, or why it had no effect. */
export type CarriedAnswer = (outcome: Outcome<readonly HubMessage[]>) => void;

interface Carried {
  readonly session: HubSession;
  readonly answered: CarriedAnswer;
  readonly replies: HubMessage[];
}

/**
 * Messages that came over HTTP and are not answered yet (PROTOCOL.md U18). What is said to them goes back the way they
 * came: who polls has no other, and a stream may be gone by then.
 */
export class CarriedMessages {
  readonly #byId = new Map<string, Carried>();

  constructor(private readonly ports: Pick<InboxPorts, 'newId' | 'nowMs'>) {}

  begin(messageId: string, session: HubSession, answered: CarriedAnswer): void {
    // It was sent again: nobody waits for the answer to the first one any more.
    this.#settle(messageId, { ok: false, refusal: { code: 'unavailable' } });
    this.#byId.set(messageId, { session, answered, replies: [] });
  }

  /** The connection for which a message came that is not answered; null for none. */
  sessionOf(messageId: string): HubSession | null {
    return this.#byId.get(messageId)?.session ?? null;
  }

  /** Takes what is said in answer to a message. False when that did not come over HTTP: then its connection is told. */
  take<T extends HubReplyType>(type: T, data: HubReplies[T], messageId: string | null): boolean {
    const carried = messageId === null ? undefined : this.#byId.get(messageId);
    if (messageId === null || carried === undefined) return false;
    const error = errorIn(type, data);
    if (error !== null) this.#settle(messageId, { ok: false, refusal: refusalOf(error) });
    else {
      carried.replies.push(replyOf(this.ports, type, data, { client: carried.session.id, correlationId: messageId }));
      if (type === 'ack') this.done(messageId);
    }
    return true;
  }

  /** A message had its effect. */
  done(messageId: string): void {
    this.#settle(messageId, { ok: true, value: this.#byId.get(messageId)?.replies ?? [] });
  }

  #settle(messageId: string, outcome: Outcome<readonly HubMessage[]>): void {
    const carried = this.#byId.get(messageId);
    this.#byId.delete(messageId);
    carried?.answered(outcome);
  }
}

function errorIn<T extends HubReplyType>(type: T, data: HubReplies[T]): HubReplies['error'] | null {
  if (type === 'error') return data as HubReplies['error'];
  return type === 'ack' ? ((data as HubReplies['ack']).error ?? null) : null;
}
