import type { Outcome, Refusal } from '../../protocol/codes';
import { lockLimits as limits } from '../../protocol/limits';
import type { LockView } from '../../protocol/operations';
import { overlap } from '../../protocol/overlap';
import type { Identity } from '../../protocol/roles';
import type { HeldLock } from '../api';
import type { EnginePorts } from '../ports';
import type { Sessions } from '../sessions';
import type { LockRow } from './lock-store';

/** Whose write something is: of somebody's Yjs document, which carries no tokens, or one that may show some. */
export type WriteProof =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'tokens'; readonly tokens: readonly number[] };

/** What is in the way of a write. */
export type Hindrance = Refusal | null;

/**
 * Places that somebody has for themselves for a while (PROTOCOL.md, Locks). They are rows of the document's storage, so a
 * restart ends none of them early.
 */
export class Locks {
  #rows: LockRow[] | null = null;

  constructor(
    private readonly ports: Pick<EnginePorts, 'storage' | 'timers' | 'nowMs' | 'chance' | 'log'>,
    private readonly sessions: Sessions,
    /** Called after every change. `hasEnded`: somebody may write now where they might not before. */
    private readonly onChanged: (hasEnded: boolean) => void,
  ) {}

  /** Forgets what is in memory. */
  reset(): void {
    this.#rows = null;
  }

  /** The locks that hold, in the order in which they were taken. */
  views(): LockView[] {
    return this.#held().map((row) => this.#view(row));
  }

  /** Locks a path, which {@link lockPath} has written. Somebody who locks it again gets a new token: the old one is over (X2). */
  take(holder: Identity, path: string): Outcome<HeldLock> {
    const held = this.#held();
    const other = held.find((row) => row.person !== holder.id && overlap(row.path, path));
    if (other !== undefined) return refuse(this.#locked(other));
    const former = held.find((row) => row.person === holder.id && row.path === path);
    const own = held.filter((row) => row.person === holder.id);
    if (former === undefined && (held.length >= limits.maxLocks || own.length >= limits.maxLocksOfPerson)) {
      return refuse({ code: 'too-many-locks' });
    }
    return this.#keep({ id: former?.id ?? this.ports.chance.newId(), path, person: holder.id, name: holder.name });
  }

  /** Makes a lock hold for another while (X3). */
  renew(holder: Identity, id: string, token: number): Outcome<HeldLock> {
    const row = this.#held().find((one) => one.id === id);
    if (row === undefined || row.person !== holder.id || row.token !== token) return refuse({ code: 'lock-over' });
    return this.#keep(row, row.token);
  }

  /** Ends a lock: its holder's own, with its token, or, by somebody who may, anybody's (X6). */
  release(caller: Identity, id: string, token: number | null, mayBreak: boolean): Outcome<null> {
    const row = this.#held().find((one) => one.id === id);
    if (row === undefined) return refuse({ code: 'not-found' });
    const isOwn = row.person === caller.id && row.token === token;
    if (!isOwn && token !== null) return refuse({ code: 'lock-over' });
    if (!isOwn && !mayBreak) return refuse({ code: 'forbidden' });
    if (!isOwn) this.ports.log('lock broken', { lock: id, path: row.path, holder: row.person, by: caller.id });
    this.#remove([row]);
    return { ok: true, value: null };
  }

  /** The last connection of somebody is gone, and their locks with it (X5). */
  left(person: string): void {
    if (this.sessions.ofPerson(person).length === 0) this.drop(person);
  }

  /** Ends all locks of somebody. */
  drop(person: string): void {
    this.#remove(this.#held().filter((row) => row.person === person));
  }

  /** Whether anything is locked against a write: then what it touches has to be looked at. */
  concern(proof: WriteProof): boolean {
    const held = this.#held();
    if (proof.kind === 'person') return held.some(({ person }) => person !== proof.id);
    return proof.tokens.length > 0 || held.length > 0;
  }

  /** Why a write may not touch these paths; null when it may (X4). */
  hindrance(touched: readonly string[], proof: WriteProof): Hindrance {
    const held = this.#held();
    const isOwn = (row: LockRow): boolean =>
      proof.kind === 'person' ? row.person === proof.id : proof.tokens.includes(row.token);
    if (proof.kind === 'tokens' && !this.#areHeld(proof.tokens)) return { code: 'lock-over' };
    const other = held.find((row) => !isOwn(row) && touched.some((path) => overlap(path, row.path)));
    return other === undefined ? null : this.#locked(other);
  }

  /** Why somebody may not delete the document; null when they may: nobody else has all of it, or they show the token (X4). */
  hindranceOfDeletion(person: string, tokens: readonly number[]): Hindrance {
    if (!this.#areHeld(tokens)) return { code: 'lock-over' };
    const other = this.#held().find((row) => row.path === '' && row.person !== person && !tokens.includes(row.token));
    return other === undefined ? null : this.#locked(other);
  }

  /** Ends what is over. */
  ring(): void {
    const nowMs = this.ports.nowMs();
    const rows = this.#all();
    this.#remove(rows.filter(({ expiresAtMs }) => expiresAtMs <= nowMs));
    this.#watch();
  }

  #keep(kept: Pick<LockRow, 'id' | 'path' | 'person' | 'name'>, token?: number): Outcome<HeldLock> {
    const { storage, nowMs } = this.ports;
    const row = storage.transact(() => {
      const { id, path, person, name } = kept;
      const next: LockRow = {
        id,
        path,
        person,
        name,
        token: token ?? storage.locks.nextToken(),
        expiresAtMs: nowMs() + limits.lockMs,
      };
      storage.locks.put(next);
      return next;
    });
    this.#rows = null;
    this.#watch();
    this.onChanged(false);
    return { ok: true, value: { lock: this.#view(row), token: row.token } };
  }

  #remove(rows: readonly LockRow[]): void {
    if (rows.length === 0) return;
    const { storage } = this.ports;
    storage.transact(() => {
      for (const { id } of rows) storage.locks.remove(id);
    });
    this.#rows = null;
    this.onChanged(true);
  }

  #watch(): void {
    const ends = this.#all().map(({ expiresAtMs }) => expiresAtMs);
    if (ends.length > 0) this.ports.timers.at('locks', Math.min(...ends));
  }

  #areHeld(tokens: readonly number[]): boolean {
    const held = this.#held();
    return tokens.every((token) => held.some((row) => row.token === token));
  }

  #held(): LockRow[] {
    const nowMs = this.ports.nowMs();
    return this.#all().filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  #all(): LockRow[] {
    this.#rows ??= this.ports.storage.meta.read() === null ? [] : this.ports.storage.locks.all();
    return this.#rows;
  }

  #view({ id, path, person, name, expiresAtMs }: LockRow): LockView {
    const open = this.sessions.ofPerson(person);
    // Somebody who is not to be seen is not to be seen here either (A9).
    const isHidden = open.length > 0 && open.every(({ facts }) => facts.invisible);
    return { id, path, holder: isHidden ? { id: '', name: '' } : { id: person, name }, expires_at: expiresAtMs };
  }

  #locked(row: LockRow): Refusal {
    return { code: 'locked', extensions: { pointer: row.path, lock: this.#view(row) } };
  }
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}
