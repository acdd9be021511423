import type { Outcome } from '../../protocol/codes';
import type { HubSessionView } from '../../protocol/notifications';
import type { EventPage, EventQuery } from '../api';
import type { IssuedHubTicket } from './hub-tickets';

/** What a person may do with their stream and their sessions. Each call is one step. */
export interface HubCalls {
  /** Events after a cursor (PROTOCOL.md, Events). */
  events(query: EventQuery): Outcome<EventPage>;
  /** The connections that are open, and those that ended within `keepEndedSessionMs`; the newest first. */
  sessions(): Outcome<readonly HubSessionView[]>;
  /** Ends a session. Its connection is closed with 4403. */
  endSession(id: string): Outcome<null>;
  /** A ticket for one connection. */
  issueTicket(): Outcome<IssuedHubTicket>;
}
