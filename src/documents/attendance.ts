import type { Outcome } from '../protocol/codes';
import type { Identity } from '../protocol/roles';
import type { CallerGate } from './caller-gate';
import { writeContent } from './content-write';
import type { DocumentEngine } from './document-engine';
import type { EventView, ResponseStatus } from './event';
import type { EnginePorts } from './ports';
import { type Content, contentOf } from './view';

/** What those who are invited to an event say (PROTOCOL.md B6). */
export class Attendance {
  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'chance'>,
    private readonly engine: DocumentEngine,
    private readonly gate: CallerGate,
  ) {}

  /** Says whether the caller comes. Who is invited may, whatever their role is, and only for themselves. */
  respond(caller: Identity, response: ResponseStatus): Outcome<null> {
    return this.gate.as(caller, 'respond', () => {
      const { schema, chance } = this.ports;
      const before = contentOf(this.engine.state.live().doc, schema);
      const { attendees } = before as unknown as EventView;
      if (schema.kind !== 'event' || !attendees.some(({ user_id }) => user_id === caller.id)) {
        return { ok: false, refusal: { code: 'forbidden', detail: 'You are not invited to this event.' } };
      }
      const answered = attendees.map((one) => (one.user_id === caller.id ? { ...one, response_status: response } : one));
      const after: Content = { ...before, attendees: answered };
      const touched: string[] = [];
      const isStored = this.engine.writer.change(caller, 'op', touched, (doc) => {
        touched.push(...writeContent(doc, schema, before, after, chance));
      });
      return isStored ? { ok: true, value: null } : { ok: false, refusal: { code: 'unavailable' } };
    });
  }
}
