import type { ProviderReport } from '../api';
import type { OutgoingMessage, SendOutcome } from '../channels/channel';
import type { InboxPorts } from '../ports';
import type { ChannelPlan } from '../routing/route';
import { afterTry, settled } from './delivery-outcome';
import type { DeliveryQueue } from './delivery-queue';
import type { DeliveryRow, DeliveryStore, PlanRow } from './delivery-store';
import { addressKey, type DeviceRow, type DeviceStore } from './device-store';
import { isShown, type NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';
import type { OwnDeliveries } from './own-deliveries';
import type { PushClosings } from './push-closings';
import type { Ways } from './ways';

/** What deliveries ask of the rest. */
export interface DeliveryNeeds {
  readonly notifications: NotificationStore;
  readonly deliveries: DeliveryStore;
  readonly devices: DeviceStore;
  readonly ways: Ways;
  readonly queue: DeliveryQueue;
  readonly closings: PushClosings;
  /** It will not come any more. */
  readonly lost: (delivery: DeliveryRow) => void;
  /** An address is dead; its person is asked to register it again. */
  readonly addressLost: (device: DeviceRow) => void;
}

/** A plan, or one that is made for a test over a single channel. */
export type Plan = PlanRow & Pick<ChannelPlan, 'atMs'>;

/** Where something went, and when. */
type Written = Pick<DeliveryRow, 'deviceId' | 'addressDigest' | 'sentAtMs'>;

/** How far a delivery has come: a report of something earlier changes nothing. */
const progress: Readonly<Record<DeliveryRow['state'], number>> = {
  pending: 0,
  expired: 1,
  failed: 1,
  sent: 2,
  delivered: 3,
  read: 4,
};

/** The deliveries of an inbox (PROTOCOL.md, Deliveries). All of it is to be called in a transaction. */
export class Deliveries {
  constructor(
    private readonly ports: Pick<InboxPorts, 'newId' | 'nowMs' | 'timers' | 'secrets'>,
    private readonly needs: DeliveryNeeds,
  ) {}

  /** Queues what goes out of a notification, as it was decided. Answers what its own row is to keep of that. */
  begin(notification: NotificationRow, plans: readonly Plan[], forced = false): OwnDeliveries {
    const rows = plans.flatMap((plan) => this.#rowsOf(notification, plan, forced));
    const queued = rows.filter(({ channel }) => channel !== 'in_app');
    for (const row of queued) this.needs.deliveries.insert(row);
    if (queued.length > 0) this.wakeQueue();
    return { plans, inApp: rows.find(({ channel }) => channel === 'in_app') ?? null };
  }

  /** Begins what is due. The messages go after the transaction. */
  ring(): OutgoingMessage[] {
    const messages = [...this.needs.closings.begin(), ...this.needs.queue.begin()];
    this.wakeQueue();
    return messages;
  }

  /** What became of a try. */
  sent(id: string, outcome: SendOutcome): void {
    const closing = this.needs.closings.sent(id, outcome);
    if (closing !== null) this.#noteAddress({ ...closing, addressDigest: null }, outcome);
    else this.#deliverySent(id, outcome);
    this.wakeQueue();
  }

  /** What a provider says, later. Answers whether there is such a delivery. */
  reported({ deliveryId, outcome, detail }: ProviderReport): boolean {
    const row = this.needs.deliveries.find(deliveryId);
    if (row === null) return false;
    if (outcome === 'bounced' || outcome === 'opted-out') this.#loseAddress(row, outcome === 'bounced' ? 'invalid' : 'opted_out');
    const told = reportedState(outcome);
    if (isNews(row, outcome)) {
      const after = settled(row, told.state, told.reason, this.ports.nowMs());
      this.needs.deliveries.update({ ...after, error: detail ?? row.error });
      if (outcome === 'opened') this.#cancelPending(row.notificationId);
    }
    return true;
  }

  /** Clients have these in their stream. */
  seen(notificationIds: readonly string[]): void {
    for (const id of notificationIds) {
      const row = this.needs.deliveries.inApp(id);
      if (row?.state !== 'sent') continue;
      this.needs.deliveries.update(settled(row, 'delivered', 'confirmed', this.ports.nowMs()));
    }
  }

  /** Their person has dealt with a notification: what is pending does not go, and what is shown goes away (K8). */
  dealtWith(notificationId: string, isRead: boolean): void {
    const nowMs = this.ports.nowMs();
    this.#cancelPending(notificationId);
    for (const row of this.needs.deliveries.ofNotification(notificationId)) {
      if (row.state !== 'sent' && row.state !== 'delivered') continue;
      if (row.channel === 'push') this.#closeShown(row);
      const isKnown = row.channel === 'push' || (row.channel === 'in_app' && isRead);
      if (isKnown) this.needs.deliveries.update(settled(row, 'read', 'read', nowMs));
    }
  }

  /** The preferences are other than they were: what waits for the end of quiet hours may go earlier, or later. */
  preferencesChanged(): void {
    this.needs.deliveries.reconsiderHeld(this.ports.nowMs());
    this.wakeQueue();
  }

  wakeQueue(): void {
    const times = [this.needs.queue.nextAtMs(), this.needs.closings.nextAtMs()].filter((atMs) => atMs !== null);
    if (times.length > 0) this.ports.timers.at('deliveries', Math.max(Math.min(...times), this.ports.nowMs()));
  }

  #rowsOf(notification: NotificationRow, { channel, verdict, reason, atMs }: Plan, forced: boolean): DeliveryRow[] {
    const nowMs = this.ports.nowMs();
    const made = (
      deviceId: string | null,
      state: Pick<DeliveryRow, 'state' | 'reason' | 'nextAtMs' | 'sentAtMs'>,
    ): DeliveryRow => ({
      id: this.ports.newId(),
      notificationId: notification.id,
      channel,
      deviceId,
      addressDigest: null,
      forced,
      tries: 0,
      error: null,
      providerId: null,
      updatedAtMs: nowMs,
      ...state,
    });
    if (verdict === 'skip') return [];
    // In the app it is as soon as it is stored: the stream has it.
    if (channel === 'in_app') return [made(null, { state: 'sent', reason: 'handed-over', nextAtMs: null, sentAtMs: nowMs })];
    const nextAtMs = verdict === 'hold' ? atMs : nowMs;
    const waits = verdict === 'hold' ? reason : 'queued';
    return this.needs.ways
      .devicesOf(channel)
      .map(({ id }) => made(id, { state: 'pending', reason: waits, nextAtMs, sentAtMs: null }));
  }

  #deliverySent(id: string, outcome: SendOutcome): void {
    const row = this.needs.deliveries.find(id);
    if (row === null) return;
    // What is under way was changed last when it was sent.
    this.#noteAddress({ ...row, sentAtMs: row.sentAtMs ?? row.updatedAtMs }, outcome);
    if (row.state === 'pending') this.#settleTry(row, outcome);
    // Read while it was on its way: it is shown now, to somebody who knows it.
    else if (row.channel === 'push' && outcome.kind === 'sent' && this.#isDealtWith(row.notificationId)) this.#closeShown(row);
  }

  #settleTry(row: DeliveryRow, outcome: SendOutcome): void {
    const expiresAtMs = this.needs.notifications.find(row.notificationId)?.expiresAtMs ?? null;
    const after = afterTry(row, outcome, this.ports.nowMs(), expiresAtMs);
    this.needs.deliveries.update(after);
    if (after.state === 'failed' || after.state === 'expired') this.needs.lost(after);
  }

  #noteAddress(row: Written, outcome: SendOutcome): void {
    if (outcome.kind === 'failed' && outcome.address !== null) this.#loseAddress(row, outcome.address);
  }

  /** Writes to an address no more. Whoever said so themselves is not asked to register it again. */
  #loseAddress(written: Written, state: 'invalid' | 'opted_out'): void {
    const device = this.#deviceAt(written);
    const { sentAtMs } = written;
    if (device === null || device.state !== 'active') return;
    // What came of something that was sent before the device was registered anew says nothing about its address of today.
    if (state === 'invalid' && sentAtMs !== null && sentAtMs < device.updatedAtMs) return;
    this.needs.devices.setState(device.id, state, this.ports.nowMs());
    if (state === 'invalid') this.needs.addressLost(device);
  }

  /** The device that has an address now that was written to, whatever it is called. */
  #deviceAt({ deviceId, addressDigest }: Written): DeviceRow | null {
    const { devices } = this.needs;
    if (addressDigest === null) return deviceId === null ? null : devices.find(deviceId);
    return devices.all().find(({ address }) => this.ports.secrets.digest(addressKey(address)) === addressDigest) ?? null;
  }

  /** Whether its person has read, dismissed or put off a notification; that a mail of it was opened is none of that (K8). */
  #isDealtWith(notificationId: string): boolean {
    const row = this.needs.notifications.find(notificationId);
    const nowMs = this.ports.nowMs();
    return row !== null && (row.readAtMs !== null || row.dismissedAtMs !== null || !isShown(row, nowMs));
  }

  /** What its person has seen somewhere does not go anywhere else. */
  #cancelPending(notificationId: string): void {
    for (const row of this.needs.deliveries.ofNotification(notificationId)) {
      if (row.state === 'pending') this.needs.deliveries.update(settled(row, 'read', 'read', this.ports.nowMs()));
    }
  }

  #closeShown({ deviceId, notificationId }: DeliveryRow): void {
    if (deviceId !== null) this.needs.closings.close(deviceId, notificationId);
  }
}

/**
 * Whether a report says more than is known. A mail that was delivered may bounce still; an opt-out takes nothing back, nor does what
 * passes by itself: Amazon takes the answer of who is out of the office for such a bounce.
 */
function isNews({ state, reason }: DeliveryRow, outcome: ProviderReport['outcome']): boolean {
  if (outcome === 'bounced') return state !== 'read';
  if (outcome === 'failed' || outcome === 'opted-out') return progress[state] < progress.delivered;
  // Reports come in any order: what came back was delivered before, not after.
  if (outcome === 'delivered' && reason === 'address-invalid') return false;
  return progress[reportedState(outcome).state] > progress[state];
}

function reportedState(outcome: ProviderReport['outcome']): Pick<DeliveryRow, 'state' | 'reason'> {
  switch (outcome) {
    case 'delivered':
      return { state: 'delivered', reason: 'confirmed' };
    case 'opened':
      return { state: 'read', reason: 'opened' };
    case 'bounced':
      return { state: 'failed', reason: 'address-invalid' };
    case 'opted-out':
      return { state: 'failed', reason: 'opted-out' };
    case 'failed':
      return { state: 'failed', reason: 'refused' };
  }
}
