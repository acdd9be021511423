import { bytesToBase64 } from '../../protocol/base64';
import type { Outcome } from '../../protocol/codes';
import type { InboxPorts, Stream } from '../ports';
import type { MarksAnswer } from './notification-calls';
import type { Parts } from './parts';

/** The steps of the notifications: each is one transaction, after which others are told how the marks changed. */
export class Steps {
  #told: { readonly update: Uint8Array; readonly except: string | null }[] = [];

  constructor(
    private readonly ports: Pick<InboxPorts, 'sql'>,
    private readonly stream: Stream,
    private readonly parts: Parts,
  ) {}

  take<T>(work: () => T extends PromiseLike<unknown> ? never : T): T {
    let result: T;
    try {
      result = this.ports.sql.transact(work);
    } catch (error) {
      // What is in memory may be ahead of what is stored.
      for (const part of [this.parts.marks, this.parts.devices, this.parts.notifications]) part.forget();
      this.#told = [];
      throw error;
    }
    const told = this.#told;
    this.#told = [];
    for (const { update, except } of told) this.stream.tell('inbox:state', { update: bytesToBase64(update) }, except);
    return result;
  }

  /** Tells the person's connections of a change of the marks, when the step is done. */
  tell(update: Uint8Array | null, except: string | null): void {
    if (update !== null) this.#told.push({ update, except });
  }

  /** Takes in what a device did with its marks, and answers what it lacks. */
  sync(stateVector: Uint8Array, update: Uint8Array | null, session: string | null): Outcome<MarksAnswer> {
    return this.take((): Outcome<MarksAnswer> => {
      const { marks, reading, shelf } = this.parts;
      const answerable = marks.answer(stateVector);
      if (update === null || !answerable.ok) return answerable;
      const admitted = marks.admit(update, shelf.latestMarkMs());
      if (!admitted.ok) return admitted;
      reading.follow(admitted.value);
      this.tell(admitted.value.update, session);
      return marks.answer(stateVector);
    });
  }
}
