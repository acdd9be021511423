import type { DeliveryState, NotificationChannel } from '../../protocol/notifications';
import type { PlanReason } from '../routing/route';
import type { Sql } from '../sql';
import type { DeliveryReason } from './delivery-reasons';
import { inAppOf, plansOf, type StoredOwnDeliveries, storedInApp, storedPlans } from './own-deliveries';

/** A delivery knows which address it went to: its device may have another one by now. */
export const deliveryAddresses = 'ALTER TABLE deliveries ADD COLUMN address TEXT';

/** One notification on its way to one address, or into the app. Times are ms since the epoch. */
export interface DeliveryRow {
  readonly id: string;
  readonly notificationId: string;
  readonly channel: NotificationChannel;
  /** Null for in-app. */
  readonly deviceId: string | null;
  /** Digest of the address that it went to last; null before, and of those that are older than this column. */
  readonly addressDigest: string | null;
  /** It goes whatever the preferences say: a test. */
  readonly forced: boolean;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | PlanReason;
  readonly tries: number;
  /** When something is to be done about it; null for never. While it is under way: when to give that try up. */
  readonly nextAtMs: number | null;
  readonly error: string | null;
  readonly providerId: string | null;
  readonly sentAtMs: number | null;
  readonly updatedAtMs: number;
}

/** The decision about one channel. */
export interface PlanRow {
  readonly channel: NotificationChannel;
  readonly verdict: 'send' | 'hold' | 'silent' | 'skip';
  readonly reason: DeliveryReason | PlanReason;
}

interface StoredDelivery {
  readonly id: string;
  readonly notification: string;
  readonly channel: string;
  readonly device: string | null;
  readonly address: string | null;
  readonly forced: number;
  readonly state: string;
  readonly reason: string;
  readonly tries: number;
  readonly next_at: number | null;
  readonly error: string | null;
  readonly provider: string | null;
  readonly sent_at: number | null;
  readonly updated_at: number;
}

/** The rows of deliveries to addresses, and what the rows of notifications keep of their own (own-deliveries.ts). */
export class DeliveryStore {
  constructor(private readonly sql: Sql) {}

  /** A delivery to an address. */
  find(id: string): DeliveryRow | null {
    return this.#all('SELECT * FROM deliveries WHERE id = ?', id)[0] ?? null;
  }

  ofNotification(id: string): DeliveryRow[] {
    const inApp = this.inApp(id);
    const others = this.#all('SELECT * FROM deliveries WHERE notification = ? ORDER BY position', id);
    return inApp === null ? others : [inApp, ...others];
  }

  /** The delivery of a notification into the app; null for none. */
  inApp(notificationId: string): DeliveryRow | null {
    return inAppOf(notificationId, this.#own(notificationId)?.in_app ?? null);
  }

  /** Adds a delivery to an address. */
  insert(row: DeliveryRow): void {
    this.sql.rows(
      `INSERT INTO deliveries (id, notification, channel, device, forced, state, reason, tries, next_at, error, provider, sent_at,
         updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[row.id, row.notificationId, row.channel, row.deviceId, row.forced ? 1 : 0, row.state, row.reason, row.tries],
      ...[row.nextAtMs, row.error, row.providerId, row.sentAtMs, row.updatedAtMs],
    );
  }

  update(row: DeliveryRow): void {
    if (row.channel === 'in_app') {
      this.sql.rows('UPDATE notifications SET in_app = ? WHERE id = ?', storedInApp(row), row.notificationId);
      return;
    }
    this.sql.rows(
      `UPDATE deliveries SET address = ?, state = ?, reason = ?, tries = ?, next_at = ?, error = ?, provider = ?, sent_at = ?,
         updated_at = ? WHERE id = ?`,
      ...[row.addressDigest, row.state, row.reason, row.tries, row.nextAtMs, row.error, row.providerId, row.sentAtMs],
      ...[row.updatedAtMs, row.id],
    );
  }

  /** Those whose time has come, the longest waiting first. */
  due(nowMs: number, limit: number): DeliveryRow[] {
    return this.#all(
      "SELECT * FROM deliveries WHERE state = 'pending' AND next_at <= ? ORDER BY next_at, position LIMIT ?",
      ...[nowMs, limit],
    );
  }

  /** How many are with a provider at this moment. */
  underWay(nowMs: number): number {
    const [row] = this.sql.rows<{ count: number }>(
      "SELECT count(*) AS count FROM deliveries WHERE state = 'pending' AND reason = 'under-way' AND next_at > ?",
      nowMs,
    );
    return row?.count ?? 0;
  }

  /** When the next one has its time; with `underWayOnly`, the next try that is given up. Null for none. */
  nextAtMs({ underWayOnly }: { readonly underWayOnly: boolean }): number | null {
    const [row] = this.sql.rows<{ at: number | null }>(
      `SELECT min(next_at) AS at FROM deliveries WHERE state = 'pending' ${underWayOnly ? "AND reason = 'under-way'" : ''}`,
    );
    return row?.at ?? null;
  }

  /** Whatever waits for the end of quiet hours is looked at again at a time. */
  reconsiderHeld(atMs: number): void {
    this.sql.rows(
      "UPDATE deliveries SET next_at = ? WHERE state = 'pending' AND reason = 'quiet-hours' AND next_at > ?",
      atMs,
      atMs,
    );
  }

  /** What was meant for one device goes to another one: they have turned out to be the same. */
  moveToDevice(from: string, to: string): void {
    this.sql.rows('UPDATE deliveries SET device = ? WHERE device = ?', to, from);
  }

  removeOfNotification(id: string): void {
    this.sql.rows('DELETE FROM deliveries WHERE notification = ?', id);
  }

  plans(notificationId: string): PlanRow[] {
    const own = this.#own(notificationId);
    return own === null ? [] : plansOf(own.plans);
  }

  /** Another decision about one channel. */
  updatePlan(notificationId: string, plan: PlanRow): void {
    const plans = this.plans(notificationId).map((each) => (each.channel === plan.channel ? plan : each));
    this.sql.rows('UPDATE notifications SET plans = ? WHERE id = ?', storedPlans(plans), notificationId);
  }

  #own(notificationId: string): StoredOwnDeliveries | null {
    const [own] = this.sql.rows<StoredOwnDeliveries>('SELECT plans, in_app FROM notifications WHERE id = ?', notificationId);
    return own ?? null;
  }

  #all(query: string, ...parameters: readonly (string | number)[]): DeliveryRow[] {
    return this.sql.rows<StoredDelivery>(query, ...parameters).map(deliveryOf);
  }
}

function deliveryOf(stored: StoredDelivery): DeliveryRow {
  return {
    id: stored.id,
    notificationId: stored.notification,
    channel: stored.channel as NotificationChannel,
    deviceId: stored.device,
    addressDigest: stored.address,
    forced: stored.forced === 1,
    state: stored.state as DeliveryState,
    reason: stored.reason as DeliveryRow['reason'],
    tries: stored.tries,
    nextAtMs: stored.next_at,
    error: stored.error,
    providerId: stored.provider,
    sentAtMs: stored.sent_at,
    updatedAtMs: stored.updated_at,
  };
}
