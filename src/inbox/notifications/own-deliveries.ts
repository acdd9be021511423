import type { DeliveryRow, PlanRow } from './delivery-store';

/** What stands in a notification's own row of how it goes: the decisions, in their order, and its delivery into the app. */
export interface OwnDeliveries {
  readonly plans: readonly PlanRow[];
  /** Null when it is not told in the app. */
  readonly inApp: DeliveryRow | null;
}

/** The columns of {@link OwnDeliveries}. */
export interface StoredOwnDeliveries {
  readonly plans: string;
  readonly in_app: string | null;
}

/** What may differ from one delivery into the app to another: it has no address, and is never tried again. */
type InApp = Pick<DeliveryRow, 'id' | 'forced' | 'state' | 'reason' | 'sentAtMs' | 'updatedAtMs'>;

export function storedPlans(plans: readonly PlanRow[]): StoredOwnDeliveries['plans'] {
  return JSON.stringify(plans.map(({ channel, verdict, reason }): PlanRow => ({ channel, verdict, reason })));
}

export function storedInApp(row: DeliveryRow | null): StoredOwnDeliveries['in_app'] {
  if (row === null) return null;
  const { id, forced, state, reason, sentAtMs, updatedAtMs } = row;
  const kept: InApp = { id, forced, state, reason, sentAtMs, updatedAtMs };
  return JSON.stringify(kept);
}

export function plansOf(stored: StoredOwnDeliveries['plans']): PlanRow[] {
  return JSON.parse(stored);
}

export function inAppOf(notificationId: string, stored: StoredOwnDeliveries['in_app']): DeliveryRow | null {
  if (stored === null) return null;
  const kept: InApp = JSON.parse(stored);
  return {
    ...kept,
    notificationId,
    channel: 'in_app',
    deviceId: null,
    addressDigest: null,
    tries: 0,
    nextAtMs: null,
    error: null,
    providerId: null,
  };
}
