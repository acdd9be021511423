import type { Inbox, MessageData, MessageType } from '../../sdk';

/** Listeners to messages of a connection that may not be there yet, or be replaced. */
export class Subscriptions {
  readonly #listeners = new Map<MessageType, Map<unknown, (() => void) | null>>();
  #inbox: Inbox | null = null;

  /** @returns how to stop; the same listener again is there once */
  add<Type extends MessageType>(type: Type, listener: (data: MessageData<Type>) => void): () => void {
    this.remove(type, listener);
    const listeners = this.#listeners.get(type) ?? new Map();
    this.#listeners.set(type, listeners);
    listeners.set(listener, this.#inbox?.onMessage(type, listener) ?? null);
    return () => this.remove(type, listener);
  }

  remove(type: MessageType, listener: unknown): void {
    const listeners = this.#listeners.get(type);
    listeners?.get(listener)?.();
    listeners?.delete(listener);
  }

  /** Listens to this connection from now on; null to none. */
  attach(inbox: Inbox | null): void {
    this.#inbox = inbox;
    for (const [type, listeners] of this.#listeners) {
      for (const [listener, stop] of listeners) {
        stop?.();
        listeners.set(listener, inbox?.onMessage(type, listener as () => void) ?? null);
      }
    }
  }
}
