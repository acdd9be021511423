import { hubLimits as limits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import { TokenBucket } from '../../protocol/token-bucket';
import type { HubClient } from '../api';

/** What is known of one open connection, and survives hibernation: the content of its socket's attachment. */
export interface HubSessionFacts extends HubClient {
  readonly id: string;
  readonly transport: 'websocket' | 'sse';
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

  constructor(
    readonly facts: HubSessionFacts,
    nowMs: number,
  ) {
    this.rate = new TokenBucket(limits.messagesPerMinute / 60, limits.messageBurst, nowMs);
  }

  get id(): string {
    return this.facts.id;
  }

  get identity(): Identity {
    return this.facts.identity;
  }
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
