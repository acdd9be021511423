import type { DocumentSession } from '../sdk';
import { type Saved, savedOf } from './use-saved';

/** Everything has to be saved for this long before that is said, in milliseconds. */
export const settleMs = 300;

/** How safe the edits of one session are, told without flicker for as long as somebody follows it. */
export class Settled {
  readonly #session: Pick<DocumentSession, 'state' | 'on'>;
  #shown: Saved;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Pick<DocumentSession, 'state' | 'on'>) {
    this.#session = session;
    this.#shown = savedOf(session.state);
  }

  readonly read = (): Saved => this.#shown;

  readonly subscribe = (changed: () => void): (() => void) => {
    const show = (saved: Saved) => {
      this.#shown = saved;
      changed();
    };
    const look = () => {
      const saved = savedOf(this.#session.state);
      this.#stopWaiting();
      if (saved.kind === 'saved' && this.#shown.kind === 'saving') this.#timer = setTimeout(() => show(saved), settleMs);
      else if (!isSame(saved, this.#shown)) show(saved);
    };
    const stop = this.#session.on('state', look);
    look();
    return () => {
      stop();
      this.#stopWaiting();
    };
  };

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Whether there is nothing new to say. */
function isSame(one: Saved, other: Saved): boolean {
  if (one.kind === 'saving') return other.kind === 'saving';
  return JSON.stringify(one) === JSON.stringify(other);
}
