import { closes, isPermanentClose } from '../../src/protocol/closes';
import { abnormalClose, backoffMs, failuresBeforePolling, reconnectTimes } from './reconnect-policy';

/** Why a connection is not there although it is wanted. */
export type LossCause = 'network' | 'server' | 'authentication';

/** Where a connection stands. Sockets, timers and polls follow from this value alone, polls no sooner than the server asks for. */
export type MachineState =
  /** A ticket is fetched, a socket opened, the session message awaited. `attempt` is new for each try. */
  | { readonly name: 'connecting'; readonly attempt: number; readonly failures: number; readonly renew: boolean }
  | { readonly name: 'live'; readonly attempt: number; readonly failures: number; readonly sinceMs: number }
  /** Lost; tried again at a time. */
  | {
      readonly name: 'waiting';
      readonly attempt: number;
      readonly failures: number;
      readonly cause: LossCause;
      readonly retryAtMs: number;
    }
  /** Sockets failed too often: the document is synchronised over HTTP, and sockets are tried beside it. */
  | {
      readonly name: 'polling';
      readonly attempt: number;
      readonly failures: number;
      readonly cause: LossCause;
      /** When the next socket is tried; null while one is being tried. */
      readonly retryAtMs: number | null;
      readonly renew: boolean;
      /** Whether the last poll was answered; null before the first one was. */
      readonly answered: boolean | null;
    }
  /** Nobody looks at the page: no socket, a poll now and then. */
  | { readonly name: 'hidden'; readonly attempt: number; readonly answered: boolean | null }
  /** Refused for good, until somebody acts. */
  | { readonly name: 'denied'; readonly attempt: number; readonly code: number; readonly reason: string }
  | { readonly name: 'closed'; readonly attempt: number };

/** What can happen to a connection. */
export type MachineEvent =
  /** The session message arrived: the server knows who this is. */
  | { readonly name: 'established' }
  /** The current try, or the connection, ended. `code`: of the close; 1006 for a lost network or no answer in time. */
  | { readonly name: 'lost'; readonly code: number; readonly reason: string; readonly cause: LossCause }
  | { readonly name: 'retryDue' }
  /** A poll was answered, or could not be. */
  | { readonly name: 'polled'; readonly answered: boolean }
  /** A poll was refused for good, with the close code a socket would have got. */
  | { readonly name: 'pollDenied'; readonly code: number; readonly reason: string }
  /** The device has a network again. */
  | { readonly name: 'online' }
  /** The page has not been looked at for a while. */
  | { readonly name: 'hidden' }
  | { readonly name: 'shown' }
  /** The program asks for a new try, also after a refusal. */
  | { readonly name: 'reconnect' }
  | { readonly name: 'close' };

export interface MachineContext {
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

type StateNamed<Name extends MachineState['name']> = Extract<MachineState, { name: Name }>;
type EventNamed<Name extends MachineEvent['name']> = Extract<MachineEvent, { name: Name }>;

type Transition<S extends MachineState['name'], E extends MachineEvent['name']> = (
  state: StateNamed<S>,
  event: EventNamed<E>,
  context: MachineContext,
) => MachineState;

type Table = { readonly [S in MachineState['name']]: { readonly [E in MachineEvent['name']]: Transition<S, E> } };

const stay = <S extends MachineState>(state: S): S => state;
const close = ({ attempt }: MachineState): MachineState => ({ name: 'closed', attempt });
const hide = ({ attempt }: MachineState): MachineState => ({ name: 'hidden', attempt, answered: null });
const startOver = ({ attempt }: MachineState): MachineState => connecting(attempt + 1, 0, false);
const deny = ({ attempt }: MachineState, { code, reason }: { code: number; reason: string }): MachineState => ({
  name: 'denied',
  attempt,
  code,
  reason,
});
const tryNow = (state: StateNamed<'polling'>, renew = false): MachineState => ({
  ...state,
  attempt: state.attempt + 1,
  retryAtMs: null,
  renew,
});

/**
 * What each event means in each state: the table is total, so that a late event (a frame after a stall, a timer that
 * had rung already) has a meaning too, which is mostly none.
 */
export const transitions: Table = {
  connecting: {
    established: ({ attempt, failures }, _event, { nowMs }) => ({ name: 'live', attempt, failures, sinceMs: nowMs }),
    lost: (state, event, context) => retry(state, event, context, state.failures, !state.renew),
    retryDue: stay,
    polled: stay,
    pollDenied: stay,
    online: stay,
    hidden: hide,
    shown: stay,
    reconnect: startOver,
    close,
  },
  live: {
    established: stay,
    lost: (state, event, context) => {
      const wasStable = context.nowMs - state.sinceMs >= reconnectTimes.stableMs;
      return retry(state, event, context, wasStable ? 0 : state.failures, true);
    },
    retryDue: stay,
    polled: stay,
    pollDenied: stay,
    online: stay,
    hidden: hide,
    shown: stay,
    reconnect: startOver,
    close,
  },
  waiting: {
    established: stay,
    lost: stay,
    retryDue: ({ attempt, failures }) => connecting(attempt + 1, failures, false),
    polled: stay,
    pollDenied: stay,
    online: ({ attempt, failures }) => connecting(attempt + 1, failures, false),
    hidden: hide,
    shown: ({ attempt, failures }) => connecting(attempt + 1, failures, false),
    reconnect: startOver,
    close,
  },
  polling: {
    established: ({ attempt, failures, retryAtMs, ...state }, _event, { nowMs }) =>
      retryAtMs === null ? { name: 'live', attempt, failures, sinceMs: nowMs } : { ...state, attempt, failures, retryAtMs },
    lost: (state, event, context) => (state.retryAtMs === null ? retryBesidePolls(state, event, context) : state),
    retryDue: (state) => (state.retryAtMs === null ? state : tryNow(state)),
    polled: (state, { answered }) => {
      const polled = { ...state, answered };
      // The server is back: a socket may get through as well.
      return answered && state.answered === false && state.retryAtMs !== null ? tryNow(polled) : polled;
    },
    pollDenied: deny,
    online: (state) => (state.retryAtMs === null ? state : tryNow(state)),
    hidden: hide,
    shown: stay,
    reconnect: startOver,
    close,
  },
  hidden: {
    established: stay,
    lost: stay,
    retryDue: stay,
    polled: (state, { answered }) => ({ ...state, answered }),
    pollDenied: deny,
    online: stay,
    hidden: stay,
    shown: startOver,
    reconnect: startOver,
    close,
  },
  denied: {
    established: stay,
    lost: stay,
    retryDue: stay,
    polled: stay,
    pollDenied: stay,
    online: stay,
    hidden: stay,
    shown: stay,
    reconnect: startOver,
    close,
  },
  closed: {
    established: stay,
    lost: stay,
    retryDue: stay,
    polled: stay,
    pollDenied: stay,
    online: stay,
    hidden: stay,
    shown: stay,
    reconnect: stay,
    close: stay,
  },
};

/** The first state of a connection: on its way. */
export const firstState: MachineState = connecting(1, 0, false);

/** The state after an event. The same object when the event means nothing. */
export function transition(state: MachineState, event: MachineEvent, context: MachineContext): MachineState {
  // Which entry of the table it is, and so which types it takes, is known only when it runs.
  const step = transitions[state.name][event.name] as (state: never, event: never, context: MachineContext) => MachineState;
  return step(state as never, event as never, context);
}

/** The try that has, or is to have, a socket in a state; null for none. */
export function socketAttempt(state: MachineState): number | null {
  if (state.name === 'connecting' || state.name === 'live') return state.attempt;
  return state.name === 'polling' && state.retryAtMs === null ? state.attempt : null;
}

/** How often a state polls, in milliseconds; null for not at all. */
export function pollEveryMs(state: MachineState): number | null {
  if (state.name === 'polling') return reconnectTimes.pollEveryMs;
  return state.name === 'hidden' ? reconnectTimes.hiddenPollEveryMs : null;
}

/** When a state wants `retryDue`; null for never. */
export function retryAtMs(state: MachineState): number | null {
  return state.name === 'waiting' || state.name === 'polling' ? state.retryAtMs : null;
}

function connecting(attempt: number, failures: number, renew: boolean): StateNamed<'connecting'> {
  return { name: 'connecting', attempt, failures, renew };
}

/** After a loss: denied, another try at once with a new credential, another try later, or polls. */
function retry(
  state: MachineState,
  loss: EventNamed<'lost'>,
  context: MachineContext,
  failures: number,
  mayRenew: boolean,
): MachineState {
  if (isRenewable(loss) && mayRenew) return connecting(state.attempt + 1, failures, true);
  if (isPermanentClose(loss.code)) return deny(state, loss);
  const failed = failures + 1;
  // A server that ends a good connection itself, e.g. because it is being updated, is there again at once.
  if (loss.code !== abnormalClose && failures === 0) return connecting(state.attempt + 1, failed, false);
  const retryAt = context.nowMs + backoffMs(failures, context.random);
  const common = { attempt: state.attempt, failures: failed, cause: loss.cause, retryAtMs: retryAt };
  if (failed < failuresBeforePolling) return { name: 'waiting', ...common };
  return { name: 'polling', ...common, renew: false, answered: null };
}

function retryBesidePolls(state: StateNamed<'polling'>, loss: EventNamed<'lost'>, context: MachineContext): MachineState {
  if (isRenewable(loss) && !state.renew) return tryNow(state, true);
  if (isPermanentClose(loss.code)) return deny(state, loss);
  const retryAt = context.nowMs + backoffMs(state.failures, context.random);
  return { ...state, failures: state.failures + 1, cause: loss.cause, retryAtMs: retryAt, renew: false };
}

function isRenewable({ code }: EventNamed<'lost'>): boolean {
  return code === closes.unauthenticated.code;
}
