import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import type { ActionFailure } from '../../protocol/notifications';
import type { ActionCall, InboxPorts } from '../ports';
import { retryDelayMs } from './delivery-outcome';
import { isOver, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { PressRow, PressStore } from './press-store';

/** How much longer than its timeout a call is waited for: then whoever held it is gone, and it is made again. */
const graceMs = 15_000;

/** The outcome of a press. */
export interface Pressed {
  /** What is to be called after the transaction; null for nothing. */
  readonly call: ActionCall | null;
  /** Whether the button shows something else now. */
  readonly isNew: boolean;
}

/** The buttons of notifications (PROTOCOL.md M11): each does its work once. All of it is to be called in a transaction. */
export class Actions {
  constructor(
    private readonly ports: Pick<InboxPorts, 'person' | 'nowMs' | 'newId' | 'timers'>,
    private readonly presses: PressStore,
    private readonly notifications: NotificationStore,
  ) {}

  press(notification: NotificationRow, actionId: string): Outcome<Pressed> {
    const action = notification.actions.find(({ id }) => id === actionId);
    if (action === undefined) return { ok: false, refusal: { code: 'not-found' } };
    const earlier = this.presses.find(notification.id, actionId);
    if (earlier !== null && earlier.state !== 'failed') return { ok: true, value: { call: null, isNew: false } };
    const nowMs = this.ports.nowMs();
    if (isOver(notification.expiresAtMs, nowMs)) return { ok: false, refusal: { code: 'action-unavailable' } };
    const press: PressRow = {
      notificationId: notification.id,
      actionId,
      idempotencyKey: earlier?.idempotencyKey ?? this.ports.newId(),
      pressedAtMs: nowMs,
      state: action.webhook === undefined ? 'done' : 'calling',
      tries: 0,
      nextAtMs: null,
      failure: null,
    };
    if (action.webhook === undefined) {
      this.presses.put(press);
      return { ok: true, value: { call: null, isNew: true } };
    }
    return { ok: true, value: { call: this.#begin(press, notification, action.webhook), isNew: true } };
  }

  /** The calls that are to be made again: their server was not there, or a crash took their answer. */
  ring(): { readonly calls: ActionCall[]; readonly failed: NotificationRow[] } {
    const calls: ActionCall[] = [];
    const over: NotificationRow[] = [];
    for (const press of this.presses.due(this.ports.nowMs())) {
      const notification = this.notifications.find(press.notificationId);
      const webhook = notification?.actions.find(({ id }) => id === press.actionId)?.webhook;
      if (notification !== null && webhook !== undefined && press.tries < limits.maxActionTries) {
        calls.push(this.#begin(press, notification, webhook));
        continue;
      }
      this.presses.put(failed(press, 'unreachable'));
      if (notification !== null) over.push(notification);
    }
    this.wakeLater();
    return { calls, failed: over };
  }

  /** What came of a call. Answers whether the button shows something else now: its work is done, or it can be pressed again. */
  answered({ notificationId, actionId, idempotencyKey }: ActionCall, outcome: Outcome<null>): boolean {
    const press = this.presses.find(notificationId, actionId);
    if (press === null || press.state !== 'calling' || press.idempotencyKey !== idempotencyKey) return false;
    const next = this.#after(press, outcome);
    this.presses.put(next);
    this.wakeLater();
    return next.state !== 'calling';
  }

  wakeLater(): void {
    const nextAtMs = this.presses.nextAtMs();
    if (nextAtMs !== null) this.ports.timers.at('schedule', nextAtMs);
  }

  #begin(press: PressRow, notification: NotificationRow, webhook: string): ActionCall {
    const nextAtMs = this.ports.nowMs() + limits.actionTimeoutMs + graceMs;
    this.presses.put({ ...press, tries: press.tries + 1, nextAtMs });
    this.ports.timers.at('schedule', nextAtMs);
    return {
      notificationId: notification.id,
      actionId: press.actionId,
      webhook,
      idempotencyKey: press.idempotencyKey,
      body: {
        notification_id: notification.id,
        action_id: press.actionId,
        user_id: this.ports.person,
        type: notification.type,
        data: notification.data,
        pressed_at: new Date(press.pressedAtMs).toISOString(),
      },
    };
  }

  #after(press: PressRow, outcome: Outcome<null>): PressRow {
    if (outcome.ok) return { ...press, state: 'done', nextAtMs: null };
    if (outcome.refusal.code !== 'unavailable') return failed(press, 'refused');
    if (press.tries >= limits.maxActionTries) return failed(press, 'unreachable');
    return { ...press, nextAtMs: this.ports.nowMs() + retryDelayMs(press.tries) };
  }
}

/** A press of which nothing came: the button can be pressed again. */
function failed(press: PressRow, failure: ActionFailure): PressRow {
  return { ...press, state: 'failed', nextAtMs: null, failure };
}
