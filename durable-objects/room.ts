import { DurableObject } from 'cloudflare:workers';
import type { Hearing, RoomPart } from '../src/inbox/api';
import { RelayEngine } from '../src/inbox/rooms/relay-engine';
import type { RelayBatch, RoomApi, RoomMessage, RoomPerson } from '../src/inbox/rooms/room-api';
import { RoomEngine } from '../src/inbox/rooms/room-engine';
import {
  type Flight,
  type Landing,
  type RoomDurableTimer,
  type RoomPorts,
  type RoomSoonTimer,
  type RoomTimer,
  roomDurableTimers,
} from '../src/inbox/rooms/room-ports';
import type { Outcome } from '../src/protocol/codes';
import { roomLimits } from '../src/protocol/limits';
import { ObjectSql } from './object-sql';
import { ObjectTimers } from './timers';

/** What a room's object needs of the Worker it is deployed with; `src/index.ts` puts the two together. */
export interface RoomObjectPorts<Env> {
  /** Brings a part of the stream to a person's inbox. */
  readonly tellPerson: (env: Env, person: string, part: RoomPart) => Promise<Outcome<Hearing>>;
  /** Brings a part of the log to the object of this name. */
  readonly tellRelay: (env: Env, name: string, batch: RelayBatch) => Promise<Outcome<null>>;
  /** Takes a line for the log. Never given content. */
  readonly log: (level: 'info' | 'warn' | 'error', event: string, properties: Readonly<Record<string, unknown>>) => void;
}

const relayPattern = /^room!(.+)\/(\d+)$/;

/** The name of a relay's object. No room has such a name. */
export function relayName(roomId: string, relay: number): string {
  return `room!${roomId}/${relay}`;
}

/** The object class of rooms and of their relays, over what the Worker provides. The name of an object says which it is. */
export function defineRoom<Env>(ports: RoomObjectPorts<Env>) {
  return class Room extends DurableObject<Env> implements RoomApi {
    readonly #timers: ObjectTimers<RoomSoonTimer, RoomDurableTimer>;
    readonly #room: RoomEngine | null;
    readonly #relay: RelayEngine | null;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      const [, roomId, relay] = relayPattern.exec(ctx.id.name ?? '') ?? [];
      this.#timers = new ObjectTimers(
        ctx.storage,
        roomDurableTimers,
        (timer: RoomTimer) => this.#engine.ring(timer),
        (timer, error) => this.#recover(timer, error),
      );
      const enginePorts = this.#enginePorts(roomId ?? ctx.id.name ?? '');
      this.#room = relay === undefined ? new RoomEngine(enginePorts) : null;
      this.#relay = relay === undefined ? null : new RelayEngine(enginePorts, Number(relay));
    }

    async join(person: RoomPerson, cursor: string | null): ReturnType<RoomApi['join']> {
      return this.#ask((room) => room.join(person, cursor));
    }

    async leave(personId: string): ReturnType<RoomApi['leave']> {
      return this.#ask((room) => room.leave(personId));
    }

    async resume(personId: string, cursor: string): ReturnType<RoomApi['resume']> {
      return this.#ask((room) => room.resume(personId, cursor));
    }

    async message(message: RoomMessage): ReturnType<RoomApi['message']> {
      return this.#ask((room) => room.message(message));
    }

    async state(): ReturnType<RoomApi['state']> {
      return this.#ask((room) => room.state());
    }

    async history(cursor: string | null, limit: number): ReturnType<RoomApi['history']> {
      return this.#ask((room) => room.history(cursor, limit));
    }

    async relay(batch: RelayBatch): ReturnType<RoomApi['relay']> {
      let outcome: Outcome<null> = { ok: false, refusal: { code: 'unavailable' } };
      this.#guard('relay', () => {
        outcome = this.#relay?.take(batch) ?? outcome;
      });
      return outcome;
    }

    override async alarm(): Promise<void> {
      await this.#timers.ringDue(Date.now());
    }

    get #engine(): RoomEngine | RelayEngine {
      const engine = this.#room ?? this.#relay;
      if (engine === null) throw new Error('the object is neither a room nor a relay');
      return engine;
    }

    #enginePorts(roomId: string): RoomPorts {
      return {
        roomId,
        sql: new ObjectSql(this.ctx.storage),
        timers: this.#timers,
        nowMs: Date.now,
        newEpoch: () => crypto.randomUUID().slice(0, 8),
        limits: roomLimits,
        tellPerson: (person, part, flight) => {
          this.ctx.waitUntil(this.#carry(() => ports.tellPerson(this.env, person, part), flight));
        },
        tellRelay: (batch, flight) => {
          const name = relayName(batch.roomId, batch.relay);
          this.ctx.waitUntil(this.#carry(() => ports.tellRelay(this.env, name, batch), flight));
        },
        forget: () => void this.ctx.storage.deleteAll(),
        report: (event, error) => this.#report('error', event, error),
      };
    }

    /** What does not arrive stands in the log still; the engine tries it again. */
    async #carry(tell: () => Promise<Outcome<Hearing | null>>, flight: Flight): Promise<void> {
      let landing: Landing = 'failed';
      try {
        landing = landingOf(await tell());
      } catch (error) {
        this.#report('warn', 'room delivery failed', error);
      }
      this.#guard('delivered', () => this.#engine.delivered(flight, landing));
    }

    #ask<T>(work: (room: RoomEngine) => Outcome<T>): Outcome<T> {
      let outcome: Outcome<T> = { ok: false, refusal: { code: 'unavailable' } };
      this.#guard('call', () => {
        if (this.#room !== null) outcome = work(this.#room);
      });
      return outcome;
    }

    #guard(event: string, work: () => void): void {
      try {
        work();
      } catch (error) {
        this.#recover(event, error);
      }
    }

    /** After an error that nobody foresaw, nothing in memory is trusted. */
    #recover(event: string, error: unknown): void {
      this.#report('error', event, error);
      this.#engine.recover();
    }

    #report(level: 'warn' | 'error', event: string, error: unknown): void {
      const described = error instanceof Error ? (error.stack ?? error.message) : String(error);
      ports.log(level, event, { object: this.ctx.id.name, error: described });
    }
  };
}

function landingOf(outcome: Outcome<Hearing | null>): Landing {
  if (!outcome.ok) return 'failed';
  const at = outcome.value?.at ?? null;
  return at === null ? 'taken' : { at };
}
