import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventView } from '../../../../src/documents/event';
import type { Operation } from '../../../../src/protocol/operations';
import { OperationSession } from '../../../../web/sdk/operations';
import { FakeNetwork, FakePage } from '../fake-socket';
import { FakeServer, type Line } from './fake-server';
import { MemoryRecord } from './memory-record';

/** A person's program, which may end and begin again. */
class Program {
  readonly #server: FakeServer;
  readonly #record = new MemoryRecord();
  readonly user: string;
  session: OperationSession;
  line: Line | null = null;
  /** How often each operation was reported in this life. A crash right behind an answer has it reported again. */
  readonly reported = new Map<string, number>();
  #made = 0;

  constructor(user: string, server: FakeServer) {
    this.user = user;
    this.#server = server;
    this.session = this.#begin();
  }

  restart(): void {
    this.session.close();
    this.line?.drop();
    this.session = this.#begin();
  }

  make(kind: number): void {
    const view = this.session.view as EventView | null;
    if (view === null) return;
    const n = `${this.user}${this.#made++}`;
    void this.session.apply([operation(kind, view, n)]);
  }

  #begin(): OperationSession {
    this.reported.clear();
    const server = this.#server;
    const program = this;
    const session = new OperationSession('event', 'e1', {
      url: 'https://trips.example',
      credentials: { ticket: () => this.user },
      WebSocket: class extends server.WebSocket {
        constructor(url: string) {
          super(url);
          program.line = server.last;
        }
      },
      network: new FakeNetwork(),
      page: new FakePage(),
      random: () => 0.5,
      invisible: false,
      record: () => this.#record,
    });
    session.on('result', ({ id }) => this.reported.set(id, (this.reported.get(id) ?? 0) + 1));
    return session;
  }
}

function operation(kind: number, view: EventView, n: string): Operation {
  const person = view.attendees.at(kind % Math.max(view.attendees.length, 1));
  switch (kind % 6) {
    case 0:
      return { op: 'replace', path: '/title', value: `${view.title.slice(0, kind)}${n} ${view.title.slice(kind)}` };
    case 1:
      return { op: 'replace', path: '/location', value: n };
    case 2:
      return { op: 'add', path: '/attendees/0', value: { user_id: n, response_status: 'NEEDS_ACTION' } };
    case 3:
      return person === undefined ? operation(2, view, n) : { op: 'remove', path: `/attendees/@${person.user_id}` };
    case 4:
      return person === undefined
        ? operation(2, view, n)
        : { op: 'replace', path: `/attendees/${view.attendees.indexOf(person)}/response_status`, value: 'ACCEPTED' };
    default:
      return { op: 'add', path: '/reminders/-', value: { method: 'push', minutes_before: kind } };
  }
}

const program = fc.nat({ max: 2 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('make' as const), program, kind: fc.nat({ max: 23 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('up' as const), program }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('down' as const), program }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), program }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), program }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('flow' as const), program }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), program }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('twice' as const), program }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => Response.json({ conflicts: [] }));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Time passes, connections that broke come back, and what is on the way to and from some arrives. */
async function turn(programs: readonly Program[], reached: readonly Program[] = []): Promise<void> {
  await vi.advanceTimersByTimeAsync(2_000);
  for (const { line } of programs) if (line !== null && line.onopen !== null && !line.isOpen) line.open();
  await vi.advanceTimersByTimeAsync(0);
  for (const { line } of reached) line?.flow();
  await vi.advanceTimersByTimeAsync(0);
}

describe('lives of a document as plain JSON', () => {
  it('whatever is lost on the way and whoever begins anew: all end with what the server has, and nothing is done twice', async () => {
    const run = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), async (steps) => {
      const server = new FakeServer();
      const programs = ['aoi', 'ben', 'chie'].map((user) => new Program(user, server));
      for (let begin = 0; begin < 3; begin++) await turn(programs, programs);
      for (const one of steps) {
        if (one.do === 'forget') {
          server.forgotten = server.version;
          continue;
        }
        const actor = programs[one.program] as Program;
        if (one.do === 'make') actor.make(one.kind);
        else if (one.do === 'up') actor.line?.up();
        else if (one.do === 'down') actor.line?.down();
        else if (one.do === 'twice') actor.line?.toClient.unshift(...actor.line.toClient.slice(0, 1));
        else if (one.do === 'drop') actor.line?.drop();
        else if (one.do === 'restart') actor.restart();
        else if (one.do === 'connect') await turn(programs);
        else await turn(programs, [actor]);
        await vi.advanceTimersByTimeAsync(0);
      }
      for (let rest = 0; rest < 60; rest++) {
        await turn(programs, programs);
      }
      for (const { session, reported } of programs) {
        expect(session.state).toMatchObject({ pending: 0, saved: true, version: server.version });
        expect(session.view).toEqual(server.state);
        expect([...reported.values()].filter((times) => times !== 1)).toEqual([]);
        session.close();
      }
      const ids = server.ops.map(({ id }) => id);
      expect(server.answers.size).toBe(new Set(ids).size);
      expect(server.steps).toHaveLength(server.answers.size);
    });
    await fc.assert(run, { numRuns: 100, endOnFailure: true });
  });
});
