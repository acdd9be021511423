import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Settled, settleMs } from '../../../web/react/settled';
import type { DocumentSession, DocumentState } from '../../../web/sdk';
import { Emitter } from '../../../web/sdk/emitter';

type Part = Pick<DocumentState, 'status' | 'unsaved' | 'refused'>;

let state: Part;
let events: Emitter<{ state: Part }>;
let settled: Settled;
/** What was told, in order. */
let told: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  state = { status: { name: 'live' }, unsaved: 0, refused: null };
  events = new Emitter();
  const session = {
    get state() {
      return state;
    },
    on: (_name: string, listener: (state: Part) => void) => events.on('state', listener),
  };
  settled = new Settled(session as Pick<DocumentSession, 'state' | 'on'>);
  told = [];
  stop = settled.subscribe(() => told.push(settled.read().kind));
});

afterEach(() => vi.useRealTimers());

function become(change: Partial<Part>): void {
  state = { ...state, ...change };
  events.emit('state', state);
}

describe('what is said of how safe edits are', () => {
  it('says once that it is saving while letter after letter is saved, and at the end that all is', () => {
    for (let letter = 0; letter < 20; letter++) {
      become({ unsaved: 1 });
      become({ unsaved: 0 });
      vi.advanceTimersByTime(settleMs - 1);
    }
    expect(told).toEqual(['saving']);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['saving', 'saved']);
  });

  it('counts each edit where it matters: without a connection, and where they are refused', () => {
    become({ status: { name: 'offline', reason: 'network', retryAtMs: null }, unsaved: 1 });
    become({ unsaved: 2 });
    expect(settled.read()).toEqual({ kind: 'offline', unsaved: 2 });
    become({ status: { name: 'live' }, refused: 'document-full' });
    expect(settled.read()).toEqual({ kind: 'refused', unsaved: 2, code: 'document-full' });
    expect(told).toEqual(['offline', 'offline', 'refused']);
  });

  it('says at once what is bad news, also while it waits to say that all is saved', () => {
    become({ unsaved: 1 });
    become({ unsaved: 0 });
    become({ status: { name: 'offline', reason: 'network', retryAtMs: null } });
    expect(settled.read()).toEqual({ kind: 'offline', unsaved: 0 });
    vi.advanceTimersByTime(settleMs);
    expect(told).toEqual(['saving', 'offline']);
  });

  it('sees what happened while nobody followed, and tells nobody who left', () => {
    stop();
    become({ unsaved: 1 });
    expect(told).toEqual([]);
    settled.subscribe(() => told.push(settled.read().kind));
    expect(told).toEqual(['saving']);
  });
});
