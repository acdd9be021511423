import type { NotificationChannel } from '../../protocol/notifications';
import type { NewNotification } from '../api';
import type { InboxPorts } from '../ports';
import type { PlanReason } from '../routing/route';
import type { Plan } from './deliveries';

/** It says nothing that is worth keeping. */
const keepMs = 60 * 60 * 1000;

/** What a person sends themselves to see whether a channel works. */
export function testNotification(
  { newId, nowMs }: Pick<InboxPorts, 'newId' | 'nowMs'>,
  channel: NotificationChannel,
): NewNotification {
  return {
    id: newId(),
    type: 'test',
    data: { channel },
    image: null,
    actions: [],
    createdAtMs: nowMs(),
    expiresAtMs: nowMs() + keepMs,
    sendAtMs: null,
    dedupeKey: null,
    digestKey: null,
    source: 'inbox',
  };
}

/** It goes over its channel, at once, and shows in the app only when that is the channel. */
export function testPlans(channel: NotificationChannel, obstacle: PlanReason | null): readonly Plan[] {
  if (channel === 'in_app') return [{ channel, verdict: 'send', reason: 'test', atMs: null }];
  return [
    { channel: 'in_app', verdict: 'silent', reason: 'test', atMs: null },
    obstacle === null
      ? { channel, verdict: 'send', reason: 'test', atMs: null }
      : { channel, verdict: 'skip', reason: obstacle, atMs: null },
  ];
}
