import { vi } from 'vitest';
import { type EngineHarness, person } from '../../../support/engine-harness';

/** REST of an engine, as far as programs ask it by themselves: the conflicts that nobody has decided. Tickets are the ids of people. */
export function serveRest(harness: EngineHarness): void {
  vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit) => {
    if (!url.endsWith('/conflicts?open=1')) throw new Error(`nobody answers ${url}`);
    const ticket = new Headers(headers).get('authorization')?.replace('Ticket ', '') ?? '';
    const listed = harness.service.conflicts.list(person(ticket), true);
    if (!listed.ok) throw new Error(listed.refusal.code);
    return Response.json({ conflicts: listed.value });
  });
}
