import type { NewNotification } from '../../src/inbox/api';
import type { NotificationView } from '../../src/protocol/notifications';
import type { Answer, Caller } from './workers-caller';
import { inboxApiOf } from './workers-hub';

/** The button that a notification has unless a test gives it others. */
export const openButton = { id: 'open', label: 'Open', style: 'default', url: '/trips' } as const;

/** Brings a notification to somebody. Answers its id. */
export async function bring(person: Caller, fields: Partial<NewNotification> = {}): Promise<string> {
  const id = crypto.randomUUID();
  const taken = await inboxApiOf(person).accept([
    {
      id,
      type: 'booking_confirmed',
      title: 'Booked',
      body: 'Ryokan',
      data: {},
      image: null,
      actions: [openButton],
      createdAtMs: Date.now(),
      expiresAtMs: null,
      sendAtMs: null,
      dedupeKey: null,
      digestKey: null,
      source: 'test',
      ...fields,
    },
  ]);
  if (!taken.ok) throw new Error(`accepting answered ${taken.refusal.code}`);
  return id;
}

/** Where a notification is, or something of it. */
export function at(id: string, rest = ''): string {
  return `/v1/inbox/notifications/${id}${rest}`;
}

/** The ids of a list, as it was answered. */
export function listOf({ body }: Answer): string[] {
  return (body.notifications as NotificationView[]).map(({ id }) => id);
}
