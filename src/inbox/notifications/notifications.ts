import { base64ToBytes, bytesToBase64 } from '../../protocol/base64';
import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import type { Acceptance, NewNotification, ProviderReport } from '../api';
import type { OutgoingMessage, SendOutcome } from '../channels/channel';
import type { NotificationRequest, NotificationsOfHub } from '../hub/hub-requests';
import type { ActionCall, InboxPorts, Stream } from '../ports';
import { AcceptanceRate } from './acceptance-rate';
import type { NotificationCalls } from './notification-calls';
import { NotificationDesk } from './notification-desk';
import { type Parts, partsOf } from './parts';
import { Steps } from './steps';
import { tidy } from './tidy';

/**
 * The notifications of a person (PROTOCOL.md, Notifications and Deliveries). Synchronous; every call is one transaction,
 * and what goes out goes after it.
 */
export class Notifications implements NotificationsOfHub {
  readonly calls: NotificationCalls;
  readonly #parts: Parts;
  readonly #steps: Steps;
  readonly #rate: AcceptanceRate;

  constructor(
    private readonly ports: InboxPorts,
    private readonly stream: Stream,
  ) {
    this.#parts = partsOf(ports, stream);
    this.#rate = new AcceptanceRate(ports.nowMs);
    this.#steps = new Steps(ports, stream, this.#parts);
    this.calls = new NotificationDesk(ports, this.#parts, this.#steps);
  }

  /** Takes notifications in. All of them, or none. */
  accept(notifications: readonly NewNotification[]): Outcome<readonly Acceptance[]> {
    const admission = this.#rate.admit(notifications);
    if (!admission.ok) return admission;
    return this.#steps.take(() => ({ ok: true, value: notifications.map((one) => this.#parts.arrivals.take(one)) }));
  }

  unreadCount(): number {
    return this.#parts.shelf.unreadCount();
  }

  /** Clients have these in their stream. */
  seen(notificationIds: readonly string[]): void {
    this.#steps.take(() => this.#parts.deliveries.seen(notificationIds));
  }

  /** The person came, went, or began or ceased to do something. */
  presenceChanged(): void {
    this.#steps.take(() => this.#parts.ways.noteSession());
  }

  /** What became of a message that was handed to its channel. */
  sent(deliveryId: string, outcome: SendOutcome): void {
    this.#steps.take(() => {
      if (!this.#parts.codes.sent(deliveryId, outcome)) this.#parts.deliveries.sent(deliveryId, outcome);
    });
  }

  /** What a provider says became of a delivery, later. The same again changes nothing. */
  providerReported(report: ProviderReport): Outcome<null> {
    const { codes, deliveries } = this.#parts;
    const isKnown = this.#steps.take(() => codes.reported(report) || deliveries.reported(report));
    return isKnown ? { ok: true, value: null } : { ok: false, refusal: { code: 'not-found' } };
  }

  /** What came of the call of an action. */
  actionAnswered(call: ActionCall, outcome: Outcome<null>): void {
    this.#steps.take(() => {
      const { actions, notifications, reading } = this.#parts;
      const isNew = actions.answered(call, outcome);
      const row = notifications.find(call.notificationId);
      if (isNew && row !== null) reading.tellUpdated(row);
    });
  }

  ring(timer: 'deliveries' | 'schedule' | 'tidy'): void {
    if (timer === 'deliveries') this.#ringDeliveries();
    else if (timer === 'schedule') this.#ringSchedule();
    else this.#ringTidy();
  }

  /** Carries out a message of the hub. */
  handle(request: NotificationRequest, session: { readonly id: string; readonly identity: Identity }): Outcome<null> {
    const { calls } = this;
    switch (request.type) {
      case 'notification:read':
        return nothing(calls.read(request.data.notification_id));
      case 'notification:unread':
        return nothing(calls.unread(request.data.notification_id));
      case 'notification:read_all':
        return nothing(calls.readAll());
      case 'notification:dismiss':
        return nothing(calls.dismiss(request.data.notification_id));
      case 'notification:snooze':
        return nothing(calls.snooze(request.data.notification_id, Date.parse(request.data.until)));
      case 'notification:action':
        return nothing(calls.act(request.data.notification_id, request.data.action_id));
      case 'inbox:sync':
        return this.#sync(request, session.id);
    }
  }

  #sync({ id, data }: Extract<NotificationRequest, { type: 'inbox:sync' }>, session: string): Outcome<null> {
    const stateVector = base64ToBytes(data.state_vector);
    const update = data.update === undefined ? null : base64ToBytes(data.update);
    const answer = this.#steps.sync(stateVector, update, session);
    if (!answer.ok) return answer;
    const state = { update: bytesToBase64(answer.value.update), state_vector: bytesToBase64(answer.value.stateVector) };
    this.stream.tellOne(session, 'inbox:state', state, id);
    return { ok: true, value: null };
  }

  #ringDeliveries(): void {
    const messages = this.#steps.take((): OutgoingMessage[] => this.#parts.deliveries.ring());
    for (const message of messages) this.ports.send(message);
  }

  #ringSchedule(): void {
    const calls = this.#steps.take((): ActionCall[] => {
      const { arrivals, reading, actions, schedule, notifications } = this.#parts;
      arrivals.takeScheduled();
      reading.wake();
      for (const atMs of [schedule.nextDueMs(), notifications.nextWakeMs()]) {
        if (atMs !== null) this.ports.timers.at('schedule', atMs);
      }
      const again = actions.ring();
      for (const row of again.failed) reading.tellUpdated(row);
      return again.calls;
    });
    for (const call of calls) this.ports.callAction(call);
  }

  #ringTidy(): void {
    this.#steps.take(() => {
      const update = tidy(this.#parts, this.ports.nowMs());
      this.ports.timers.at('tidy', this.ports.nowMs() + limits.tidyEveryMs);
      this.#steps.tell(update, null);
    });
  }
}

function nothing(outcome: Outcome<unknown>): Outcome<null> {
  return outcome.ok ? { ok: true, value: null } : outcome;
}
