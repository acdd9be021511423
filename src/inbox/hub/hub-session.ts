import { hubLimits as limits } from '../../protocol/limits';
import type { HubSessionView } from '../../protocol/notifications';
import type { Identity } from '../../protocol/roles';
import { TokenBucket } from '../../protocol/token-bucket';
import type { HubClient } from '../api';

/** What is known of one connection, and survives hibernation: the content of its socket's attachment; the record of one that polls. */
export interface HubSessionFacts extends HubClient {
  readonly id: string;
  readonly transport: HubSessionView['transport'];
  readonly connectedAtMs: number;
  identity: Identity;
  /** Whether the person does something here, or only has the page open. */
  status: 'active' | 'idle';
  /** Up to where the client has the events: as it said, or, while it said nothing, where the stream was when it came. */
  ackedOffset: number;
  /** Was told that its token is about to expire. */
  warned: boolean;
  /** Rounded: a chatty connection need not be written back for each message. */
  heardAtMs: number;
  /** Whether events may have been sent that are not written (PROTOCOL.md E10). */
  isAhead: boolean;
}

/** One connection while the inbox is awake. */
export class HubSession {
  /** In memory only: an inbox sleeps after ten quiet seconds, and by then the burst is there again. */
  readonly rate: TokenBucket;
  /** Whom a message speaks for that brought a credential of its own; null for the connection's. */
  readonly #speaker: Identity | null;

  constructor(
    readonly facts: HubSessionFacts,
    nowMs: number,
    of: { readonly rate?: TokenBucket; readonly speaker?: Identity } = {},
  ) {
    this.rate = of.rate ?? newMessageRate(nowMs);
    this.#speaker = of.speaker ?? null;
  }

  get id(): string {
    return this.facts.id;
  }

  get identity(): Identity {
    return this.#speaker ?? this.facts.identity;
  }

  /** This connection for a message that came beside it, with a credential of its own. */
  spokenForBy(speaker: Identity, nowMs: number): HubSession {
    return new HubSession(this.facts, nowMs, { rate: this.rate, speaker });
  }
}

/** What a connection may send (PROTOCOL.md U10). */
export function newMessageRate(nowMs: number): TokenBucket {
  return new TokenBucket(limits.messagesPerMinute / 60, limits.messageBurst, nowMs);
}

/** What is known of a connection that is being opened. */
export function newHubSessionFacts(
  id: string,
  { transport, deviceId, deviceName, clientVersion }: Pick<HubSessionFacts, 'transport' | keyof HubClient>,
  identity: Identity,
  nowMs: number,
): HubSessionFacts {
  return {
    id,
    transport,
    deviceId,
    deviceName,
    clientVersion,
    connectedAtMs: nowMs,
    identity,
    // Who never says so is taken for one that is not looking.
    status: 'idle',
    ackedOffset: 0,
    warned: false,
    heardAtMs: nowMs,
    isAhead: false,
  };
}
