import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closes } from '../../../src/protocol/closes';
import {
  firstState,
  type MachineEvent,
  type MachineState,
  pollEveryMs,
  retryAtMs,
  socketAttempt,
  transition,
  transitions,
} from '../../../web/sdk/connection-machine';
import { reconnectTimes } from '../../../web/sdk/reconnect-policy';
import { statusOf } from '../../../web/sdk/status';

const nowMs = 1_000_000;
const context = { nowMs, random: () => 0 };

const states: { readonly [Name in MachineState['name']]: Extract<MachineState, { name: Name }> } = {
  connecting: { name: 'connecting', attempt: 3, failures: 2, renew: false },
  live: { name: 'live', attempt: 3, failures: 2, sinceMs: nowMs - 60_000 },
  waiting: { name: 'waiting', attempt: 3, failures: 2, cause: 'server', retryAtMs: nowMs + 2_000 },
  polling: {
    name: 'polling',
    attempt: 7,
    failures: 6,
    cause: 'server',
    retryAtMs: nowMs + 30_000,
    renew: false,
    answered: true,
  },
  hidden: { name: 'hidden', attempt: 3, answered: true },
  denied: { name: 'denied', attempt: 3, code: 4403, reason: 'not a member' },
  closed: { name: 'closed', attempt: 3 },
};

const events: { readonly [Name in MachineEvent['name']]: Extract<MachineEvent, { name: Name }> } = {
  established: { name: 'established' },
  lost: { name: 'lost', code: 1006, reason: '', cause: 'network' },
  retryDue: { name: 'retryDue' },
  polled: { name: 'polled', answered: false },
  pollDenied: { name: 'pollDenied', ...closes.deleted },
  online: { name: 'online' },
  hidden: { name: 'hidden' },
  shown: { name: 'shown' },
  reconnect: { name: 'reconnect' },
  close: { name: 'close' },
};

/** What each event leads to in each state of `states`; `-` for no change. The status a person sees follows from it. */
const table: { readonly [S in MachineState['name']]: { readonly [E in MachineEvent['name']]: MachineState['name'] | '-' } } = {
  connecting: row('live waiting - - - - hidden - connecting closed'),
  live: row('- waiting - - - - hidden - connecting closed'),
  waiting: row('- - connecting - - connecting hidden connecting connecting closed'),
  polling: row('polling - polling polling denied polling hidden - connecting closed'),
  hidden: row('- - - hidden denied - - connecting connecting closed'),
  denied: row('- - - - - - - - connecting closed'),
  closed: row('- - - - - - - - - -'),
};

function row(cells: string): (typeof table)['live'] {
  const names = cells.split(' ');
  return Object.fromEntries(Object.keys(events).map((event, index) => [event, names[index]])) as (typeof table)['live'];
}

const cells = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([event, next]) => [state, event, next] as const),
) as (readonly [keyof typeof states, keyof typeof events, MachineState['name'] | '-'])[];

describe('the transition table', () => {
  it.each(cells)('%s + %s → %s', (stateName, eventName, expected) => {
    const before = states[stateName];
    const after = transition(before, events[eventName], context);
    if (expected === '-') expect(after).toEqual(before);
    else expect(after.name).toBe(expected);
  });

  it('has an entry for each state and event', () => {
    for (const row of Object.values(transitions)) expect(Object.keys(row).sort()).toEqual(Object.keys(events).sort());
    expect(Object.keys(transitions).sort()).toEqual(Object.keys(states).sort());
  });
});

describe('a loss', () => {
  const lost = (code: number, cause: 'network' | 'server' = 'server'): MachineEvent => ({
    name: 'lost',
    code,
    reason: 'x',
    cause,
  });

  it.each(Object.entries(closes))('by the close %s is for good, renewed, or tried again', (_name, { code, reason }) => {
    const after = transition(states.live, { name: 'lost', code, reason, cause: 'server' }, context);
    if (code === 4401) expect(after).toMatchObject({ name: 'connecting', renew: true });
    else if (code >= 4400 && code < 4500) expect(after).toMatchObject({ name: 'denied', code, reason });
    else expect(after.name).toBe('connecting');
  });

  it('of a credential that was just renewed is for good', () => {
    expect(transition({ ...states.connecting, renew: true }, lost(4401), context)).toMatchObject({ name: 'denied', code: 4401 });
    const beside = { ...states.polling, retryAtMs: null };
    expect(transition(beside, lost(4401), context)).toMatchObject({ name: 'polling', retryAtMs: null, renew: true, attempt: 8 });
    expect(transition({ ...beside, renew: true }, lost(4401), context)).toMatchObject({ name: 'denied' });
  });

  it('by the server is tried again at once, unless that has just failed', () => {
    expect(transition(states.live, lost(1012), context)).toMatchObject({ name: 'connecting', attempt: 4, failures: 1 });
    const young = { ...states.live, sinceMs: nowMs - 100 };
    expect(transition(young, lost(1012), context)).toMatchObject({ name: 'waiting', failures: 3, retryAtMs: nowMs + 4_000 });
  });

  it('of a connection that was good starts counting anew', () => {
    expect(transition(states.live, lost(1006), context)).toMatchObject({
      name: 'waiting',
      failures: 1,
      retryAtMs: nowMs + 1_000,
    });
  });

  it('makes the fifth failure poll', () => {
    const fourth = transition({ ...states.connecting, failures: 3 }, lost(1006), context);
    expect(fourth).toMatchObject({ name: 'waiting', failures: 4 });
    const fifth = transition({ ...states.connecting, failures: 4 }, lost(1006), context);
    expect(fifth).toMatchObject({ name: 'polling', failures: 5, answered: null, retryAtMs: nowMs + 16_000 });
    expect(pollEveryMs(fifth)).toBe(reconnectTimes.pollEveryMs);
  });
});

describe('a poll', () => {
  const answered = { name: 'polled', answered: true } as const;

  it('that is answered after others were not makes the socket be tried at once', () => {
    const unanswered = { ...states.polling, answered: false };
    expect(transition(unanswered, answered, context)).toMatchObject({ attempt: 8, retryAtMs: null, answered: true });
    expect(transition({ ...unanswered, attempt: 9, retryAtMs: null }, answered, context)).toMatchObject({ attempt: 9 });
  });

  it('that is answered as the ones before leaves the socket to its delay', () => {
    expect(transition(states.polling, answered, context)).toEqual(states.polling);
    expect(transition({ ...states.polling, answered: null }, answered, context)).toEqual(states.polling);
  });
});

const anyEvent: fc.Arbitrary<MachineEvent> = fc.oneof(
  fc.constantFrom(...Object.values(events)),
  fc.record({
    name: fc.constant('lost' as const),
    code: fc.constantFrom(1000, 1001, 1006, 1012, 1013, 4000, 4400, 4401, 4403, 4404, 4409, 4413),
    reason: fc.constant('x'),
    cause: fc.constantFrom('network' as const, 'server' as const, 'authentication' as const),
  }),
  fc.record({ name: fc.constant('polled' as const), answered: fc.boolean() }),
);

describe('any run of events', () => {
  it('never stops trying by itself, except for a refusal or a close', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, fc.nat(40_000)), { maxLength: 60 }), (run) => {
        let state = firstState;
        let atMs = nowMs;
        for (const [event, laterMs] of run) {
          atMs += laterMs;
          const before = state;
          state = transition(before, event, { nowMs: atMs, random: () => 0.5 });
          expect(statusOf(state).name).toBeTypeOf('string');
          // A try never gets the number of an earlier one: late answers to that are known by it.
          expect(state.attempt).toBeGreaterThanOrEqual(before.attempt);
          if (socketAttempt(state) !== null && socketAttempt(before) === null) expect(state.attempt).toBe(before.attempt + 1);
          const isAlive = socketAttempt(state) !== null || retryAtMs(state) !== null || pollEveryMs(state) !== null;
          expect(isAlive).toBe(state.name !== 'denied' && state.name !== 'closed');
          const dueMs = retryAtMs(state);
          if (dueMs !== null && dueMs !== retryAtMs(before)) expect(dueMs - atMs).toBeLessThanOrEqual(reconnectTimes.maxDelayMs);
        }
      }),
    );
  });
});
