import type { EventApi } from '../documents/api';
import { type ResponseStatus, responseStatuses } from '../documents/event';
import type { ActionCall } from '../inbox/ports';
import type { Outcome } from '../protocol/codes';
import type { NotificationAction } from '../protocol/notifications';
import { isDocumentId } from './document-ids';
import { documentObject } from './document-objects';
import { isUnreachable } from './unreachable';

/**
 * Where the buttons of an invitation to an event lead. It is no address of the internet, and nobody else's notification can
 * have it: the buttons that systems send lead to web addresses.
 */
const scheme = 'triptrip:event-response/';

const pattern = new RegExp(`^${scheme}([^/]+)/(${responseStatuses.join('|')})$`);

/** The button that gives an answer to an invitation. Its label is in the texts of the type, by its id. */
export function responseAction(eventId: string, answer: ResponseStatus): NotificationAction {
  const id = answer.toLowerCase();
  return { id, label: id, style: answer === 'ACCEPTED' ? 'primary' : 'default', webhook: `${scheme}${eventId}/${answer}` };
}

/**
 * Gives the answer that a button stands for, as the person whose notification it is.
 * @returns null for a button of something else.
 */
export async function answerByAction(env: Env, { webhook, body }: ActionCall): Promise<Outcome<null> | null> {
  const [, eventId, answer] = pattern.exec(webhook) ?? [];
  const person = body.user_id;
  if (eventId === undefined || answer === undefined || typeof person !== 'string' || !isDocumentId(eventId)) return null;
  const event = documentObject(env, 'event', eventId) as unknown as EventApi;
  const identity = { id: person, name: person, avatar: null, role: 'user', scopes: null, expiresAtMs: null } as const;
  try {
    const answered = await event.respond(identity, answer as ResponseStatus);
    if (answered.ok) return { ok: true, value: null };
    const mayWorkLater = answered.refusal.code === 'unavailable' || answered.refusal.code === 'locked';
    return { ok: false, refusal: { ...answered.refusal, code: mayWorkLater ? 'unavailable' : 'action-unavailable' } };
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return { ok: false, refusal: { code: 'unavailable' } };
  }
}
