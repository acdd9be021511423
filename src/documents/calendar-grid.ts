import type { Projection } from './api';
import type { EventSummary } from './calendar-lists';
import { attendeesOf, eventFactsOf, summaryFor } from './event-summaries';
import type { OperationLanguage } from './operation-sessions/operation-language';
import type { Session } from './session';
import type { Sessions } from './sessions';

/** What who looks at a calendar is told of its events (PROTOCOL.md, Calendars), whether somebody has them open or not. */
export class CalendarGrid {
  constructor(
    private readonly sessions: Sessions,
    private readonly language: Pick<OperationLanguage, 'eventChanged'>,
  ) {}

  /** Shows an event as it is now; each session sees of it what its person may see. */
  show(event: Projection): void {
    const facts = eventFactsOf(event);
    const roles = new Map(event.members.map(({ id, role }) => [id, role]));
    const responses = new Map(attendeesOf(event).map(({ user_id, response_status }) => [user_id, response_status]));
    this.#tell(event.id, ({ identity }) => {
      if (event.deleted_at !== null || identity === null) return null;
      const response = responses.get(identity.id) ?? null;
      const calendar = this.sessions.effectiveRole(identity);
      return summaryFor(facts, { own: roles.get(identity.id) ?? null, calendar, isAttendee: response !== null }, response);
    });
  }

  /** Takes away an event that is in another calendar now. */
  remove(id: string): void {
    this.#tell(id, () => null);
  }

  #tell(id: string, eventFor: (session: Session) => EventSummary | null): void {
    for (const session of this.sessions.all()) {
      if (!session.sdk || session.identity === null || session.facts.language === 'json') continue;
      const summary = eventFor(session);
      const event = summary === null ? null : { ...summary };
      this.sessions.send(session, { type: 'eventChanged', message: { id, event } });
    }
    this.language.eventChanged(id, eventFor);
  }
}
