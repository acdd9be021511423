import { describe, expect, it } from 'vitest';
import type { NewNotification } from '../../../../src/inbox/api';
import { inboxLimits } from '../../../../src/protocol/limits';
import type { NotificationPriority } from '../../../../src/protocol/notifications';
import { Inbox } from './notifications-harness';

const { acceptBurst, acceptReserve, acceptedPerSecond } = inboxLimits;

function flood(inbox: Inbox, priority: NotificationPriority): number {
  let accepted = 0;
  while (inbox.notifications.accept([inbox.draft({ priority })]).ok) accepted++;
  return accepted;
}

describe('[M13] an inbox to which too much comes', () => {
  it('refuses what matters least first, and takes what is critical to the last', () => {
    const inbox = new Inbox();
    expect(flood(inbox, 'low')).toBe(acceptBurst - acceptReserve.low);
    expect(flood(inbox, 'normal')).toBe(acceptReserve.low - acceptReserve.normal);
    expect(flood(inbox, 'high')).toBe(0);
    expect(flood(inbox, 'critical')).toBe(acceptReserve.normal);
  });

  it('says when to come again, and keeps its word', () => {
    const inbox = new Inbox();
    flood(inbox, 'critical');
    const one: NewNotification = inbox.draft({ priority: 'low' });
    const refused = inbox.notifications.accept([one]);
    const retryAfterMs = ((acceptReserve.low + 1) * 1000) / acceptedPerSecond;
    expect(refused).toEqual({ ok: false, refusal: { code: 'overloaded', extensions: { retryAfterMs } } });
    inbox.nowMs += retryAfterMs - 1;
    expect(inbox.notifications.accept([one]).ok).toBe(false);
    inbox.nowMs += 1;
    expect(inbox.notifications.accept([one])).toEqual({ ok: true, value: [{ id: one.id, result: 'accepted' }] });
  });
});
