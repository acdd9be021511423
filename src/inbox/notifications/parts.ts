import type { InboxPorts, Stream } from '../ports';
import { Actions } from './actions';
import { AddressCodes } from './address-codes';
import { Arrivals } from './arrivals';
import { ClosingStore } from './closing-store';
import { Deliveries } from './deliveries';
import { DeliveryQueue } from './delivery-queue';
import { type DeliveryRow, DeliveryStore } from './delivery-store';
import { type DeviceRow, DeviceStore } from './device-store';
import { Devices } from './devices';
import { KeyStore } from './key-store';
import { KnownNotifications } from './known-notifications';
import { Marks } from './marks';
import { NotificationStore } from './notification-store';
import { PressStore } from './press-store';
import { PushClosings } from './push-closings';
import { PushFallback } from './push-fallback';
import { Reading } from './reading';
import { ScheduleStore } from './schedule-store';
import { Shelf } from './shelf';
import { withdrawTest } from './test-notification';
import { Ways } from './ways';

/** What the notifications of an inbox are made of. */
export type Parts = ReturnType<typeof partsOf>;

/** Makes the parts, over one storage. */
export function partsOf(ports: InboxPorts, stream: Stream) {
  const stores = storesOf(ports);
  const { notifications, deliveries: rows, devices, presses, marks } = stores;
  const shelf = new Shelf(ports, notifications, presses, marks);
  const ways = new Ways(ports, stream, marks, devices);
  const fallback = new PushFallback(ports, stream, { notifications, deliveries: rows, shelf, ways });
  const unreadCount = (): number => shelf.unreadCount();
  const lost = (delivery: DeliveryRow): void => {
    // A test of a push is about the push, as every test is about its channel.
    if (delivery.forced) withdrawTest(ports, stream, { notifications, deliveries: rows, shelf }, delivery);
    else if (delivery.channel === 'push') fallback.show(delivery);
  };
  const viewOf: Shelf['view'] = (row) => shelf.view(row);
  const closings = new PushClosings(ports, new ClosingStore(ports.sql), devices, unreadCount);
  const queue = new DeliveryQueue(ports, {
    notifications,
    deliveries: rows,
    devices,
    marks,
    ways,
    viewOf,
    unreadCount,
    takeAlong: (device) => closings.takeAlong(device),
    lost,
  });
  // An address that is dead is itself something to be told.
  const addressLost = (device: DeviceRow): void => void arrivals.take(fallback.noticeOf(device));
  const deliveries = new Deliveries(ports, {
    notifications,
    deliveries: rows,
    devices,
    ways,
    queue,
    closings,
    lost,
    addressLost,
  });
  const arrivals: Arrivals = new Arrivals(ports, stream, { ...stores, ways, deliveries, shelf });
  const reading = new Reading(ports, stream, { notifications, marks, deliveries, shelf });
  const actions = new Actions(ports, presses, notifications);
  const codes = new AddressCodes(ports, () => marks.preferences().language);
  const deviceDesk = new Devices(ports, devices, rows, codes);
  return { ...stores, rows, deliveries, shelf, ways, arrivals, reading, actions, codes, deviceDesk };
}

function storesOf(ports: InboxPorts) {
  const { sql } = ports;
  return {
    notifications: new NotificationStore(sql),
    deliveries: new DeliveryStore(sql),
    devices: new DeviceStore(sql),
    presses: new PressStore(sql),
    keys: new KeyStore(sql),
    known: new KnownNotifications(sql),
    schedule: new ScheduleStore(sql),
    marks: new Marks(ports),
  };
}
