import { closes } from '../../protocol/closes';
import type { Outcome } from '../../protocol/codes';
import type { HubSessionView } from '../../protocol/notifications';
import type { Identity } from '../../protocol/roles';
import type { EventPage, EventQuery } from '../api';
import type { Hub } from './hub';
import type { HubCalls } from './hub-calls';
import type { IssuedHubTicket } from './hub-tickets';

/** The calls of one caller, who is the person. */
export class HubDesk implements HubCalls {
  constructor(
    private readonly hub: Hub,
    private readonly caller: Identity,
  ) {}

  events(query: EventQuery): Outcome<EventPage> {
    if (query.cursor !== null) this.hub.acknowledged(query.cursor);
    return { ok: true, value: this.hub.log.page(query) };
  }

  sessions(): Outcome<readonly HubSessionView[]> {
    return { ok: true, value: this.hub.sessions.views() };
  }

  endSession(id: string): Outcome<null> {
    return this.hub.sessions.endByPerson(id, closes.endedSession)
      ? { ok: true, value: null }
      : { ok: false, refusal: { code: 'not-found' } };
  }

  issueTicket(): Outcome<IssuedHubTicket> {
    return { ok: true, value: this.hub.tickets.issue(this.caller) };
  }
}
