import { ProblemError } from '../../../react';
import type { EventApi, EventView } from '../../../react/events';
import { ownLockTokens } from '../own-locks';
import type { EventCall } from './edit-plan';

/** Makes a call. Answers the event as it is then; null for one that is gone. */
export async function makeCall(api: EventApi, call: EventCall): Promise<EventView | null> {
  switch (call.kind) {
    case 'create':
      return api.createEvent(call.fields, call.key);
    case 'change':
      return api.changeEvent(call.id, call.fields, { lockToken: ownLockTokens(call.id), version: call.version });
    case 'member':
      await api.putMember(call.id, call.member);
      return null;
    case 'move':
      return api.moveEvent(call.id, call.calendarId);
    case 'restore':
      return api.restoreEvent(call.id);
    case 'remove':
      await api.deleteEvent(call.id).catch(goneAlready);
      return null;
  }
}

/** What was to be deleted is not there: the answer to an earlier try was lost, or somebody else was faster. */
function goneAlready(error: unknown): void {
  if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error;
}

/** The same call of an event that has its own id by now. */
export function callOf(call: EventCall, key: string, id: string): EventCall {
  return call.kind !== 'create' && call.id === key ? { ...call, id } : call;
}

/** Whether somebody else has locked what a call changes. */
export function isLocked(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'locked';
}

/** Whether the server may take later what it did not take now. Whoever has to sign in again finds it waiting. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.code === 'network' || error.status === 401 || error.status === 429 || error.status >= 500;
}
