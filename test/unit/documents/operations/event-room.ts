import { type EventView, eventSchema } from '../../../../src/documents/event';
import type { AppliedOperations } from '../../../../src/documents/operations/operations-api';
import type { Outcome, Refusal } from '../../../../src/protocol/codes';
import type { AppliedOperation } from '../../../../src/protocol/operations';
import { EngineHarness, person } from '../../../support/engine-harness';
import { TestClient } from '../../../support/test-client';

/** How an operation is sent: by whom, against which version, on which connection. */
export interface Sending {
  readonly version?: number | 'head';
  readonly session?: string;
  readonly id?: string | null;
}

/** An event with three editors, who speak JSON operations or Yjs. */
export class EventRoom {
  readonly harness = new EngineHarness({ schema: eventSchema, members: { anna: 'editor', ben: 'editor', chloe: 'editor' } });
  #clients = 0;

  get version(): number {
    return this.harness.engine.state.version();
  }

  get view(): EventView {
    return JSON.parse(JSON.stringify(this.harness.engine.operations.view().view)) as EventView;
  }

  try(
    by: string,
    operations: unknown,
    { version = 'head', session = `${by}'s`, id = null }: Sending = {},
  ): Outcome<AppliedOperations> {
    return this.harness.engine.operations.apply({ author: person(by), session, version, operations, id });
  }

  /** What an operation led to, as plain JSON. */
  send(by: string, operations: unknown, sending: Sending = {}): AppliedOperations {
    const applied = this.try(by, operations, sending);
    if (!applied.ok) throw new Error(JSON.stringify(applied.refusal));
    return JSON.parse(JSON.stringify(applied.value)) as AppliedOperations;
  }

  refused(by: string, operations: unknown, sending: Sending = {}): Refusal {
    const applied = this.try(by, operations, sending);
    if (applied.ok) throw new Error('the operations were accepted');
    return applied.refusal;
  }

  join(by: string): TestClient {
    const client = new TestClient(this.harness, person(by), { clientId: 2_000 + ++this.#clients, sdk: true });
    client.settle();
    return client;
  }
}

export const replace = (path: string, value: unknown): AppliedOperation => ({ op: 'replace', path, value });

export function attendee(id: string, status = 'NEEDS_ACTION'): Record<string, unknown> {
  return { user_id: id, email: `${id}@example.com`, name: id.toUpperCase(), response_status: status, optional: null };
}
