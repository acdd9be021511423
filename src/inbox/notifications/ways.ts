import type { NotificationChannel } from '../../protocol/notifications';
import type { InboxPorts, Stream } from '../ports';
import {
  type ChannelPlan,
  inactiveAfterMs,
  kindsOfChannel,
  missingAddress,
  type PlanReason,
  type RoutingContext,
  route,
} from '../routing/route';
import { type DeviceRow, type DeviceStore, kindOf } from './device-store';
import type { Marks } from './marks';
import type { NotificationRow } from './notification-row';

/** Over which channels a notification goes, as things are now. The rules are those of `route`; here is what they need to know. */
export class Ways {
  /** False when it is not known. */
  #isBeginningNoted = false;

  constructor(
    private readonly ports: Pick<InboxPorts, 'sql' | 'nowMs'>,
    private readonly stream: Stream,
    private readonly marks: Marks,
    private readonly devices: DeviceStore,
  ) {}

  of({ type, priority, expiresAtMs, category, channels }: NotificationRow): ChannelPlan[] {
    const presence = this.stream.presence();
    return route(
      { type, priority, expiresAtMs },
      {
        preferences: this.marks.preferences(),
        typeRule: { category, priority, channels },
        presence,
        devices: this.#addresses(),
        nowMs: this.ports.nowMs(),
        inactive: presence === 'away' && this.#isInactive(),
      },
    );
  }

  /** Why a channel does not reach its person anywhere; null when it does. */
  obstacleTo(channel: NotificationChannel): PlanReason | null {
    return missingAddress(channel, this.#addresses());
  }

  /** The devices that a channel reaches its person at. */
  devicesOf(channel: NotificationChannel): DeviceRow[] {
    return this.devices.all().filter((device) => device.state === 'active' && kindsOfChannel[channel].includes(kindOf(device)));
  }

  /** Notes that the person is here, or was until now. */
  noteSession(): void {
    this.ports.sql.rows('INSERT OR REPLACE INTO last_session (only, at) VALUES (1, ?)', this.ports.nowMs());
  }

  /** Somebody who never was here is counted from when the inbox began. */
  noteBeginning(): void {
    if (this.#isBeginningNoted) return;
    this.ports.sql.rows('INSERT OR IGNORE INTO last_session (only, at) VALUES (1, ?)', this.ports.nowMs());
    this.#isBeginningNoted = true;
  }

  #addresses(): RoutingContext['devices'] {
    return this.devices.all().map((device) => ({ kind: kindOf(device), state: device.state }));
  }

  #isInactive(): boolean {
    const [row] = this.ports.sql.rows<{ at: number }>('SELECT at FROM last_session');
    return row !== undefined && this.ports.nowMs() - row.at >= inactiveAfterMs;
  }
}
