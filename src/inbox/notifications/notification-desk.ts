import type { Outcome } from '../../protocol/codes';
import { settableTypes, type TypeChannels, typeTable } from '../../protocol/notification-types';
import type { InboxDevice, InboxPreferences, NotificationChannel, NotificationView } from '../../protocol/notifications';
import { currentTrip, rankOf } from '../../protocol/travels';
import type { DeviceAddress, OutgoingMessage } from '../channels/channel';
import type { ActionCall, InboxPorts } from '../ports';
import type {
  MarksAnswer,
  NewDevice,
  NotificationCalls,
  NotificationPage,
  NotificationQuery,
  NotificationTrace,
  ReadAll,
} from './notification-calls';
import type { Parts } from './parts';
import { writePreferences } from './preferences';
import type { Steps } from './steps';
import { testNotification, testPlans } from './test-notification';
import { traceOf, traceOfScheduled } from './trace';

const notFound = { ok: false, refusal: { code: 'not-found' } } as const;

/** The calls of an inbox's person. */
export class NotificationDesk implements NotificationCalls {
  constructor(
    private readonly ports: InboxPorts,
    private readonly parts: Parts,
    private readonly steps: Steps,
  ) {}

  list(query: NotificationQuery): Outcome<NotificationPage> {
    const { notifications, shelf, marks } = this.parts;
    const nowMs = this.ports.nowMs();
    const travelling = currentTrip(query.trips, marks.preferences().time_zone, nowMs);
    // One more than asked for: whether there is a next page.
    const rows = notifications.list({ ...query, travelling, limit: query.limit + 1 }, nowMs);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const isMore = rows.length > page.length && last !== undefined;
    const next = isMore ? { rank: rankOf(last.trip, travelling), shownAtMs: last.shownAtMs } : null;
    return granted({ notifications: page.map((row) => shelf.view(row)), next, unreadCount: shelf.unreadCount() });
  }

  get(id: string): Outcome<NotificationView> {
    const row = this.parts.notifications.find(id);
    return row === null ? notFound : granted(this.parts.shelf.view(row));
  }

  read(id: string): Outcome<NotificationView> {
    return this.#mark(id, 'read');
  }

  unread(id: string): Outcome<NotificationView> {
    return this.#mark(id, 'unread');
  }

  dismiss(id: string): Outcome<NotificationView> {
    return this.#mark(id, 'dismiss');
  }

  snooze(id: string, untilMs: number): Outcome<NotificationView> {
    return this.#mark(id, { snoozeUntilMs: untilMs });
  }

  act(id: string, actionId: string): Outcome<NotificationView> {
    let call: ActionCall | null = null;
    const outcome = this.steps.take((): Outcome<NotificationView> => {
      const { notifications, actions } = this.parts;
      const row = notifications.find(id);
      if (row === null) return notFound;
      const pressed = actions.press(row, actionId);
      if (!pressed.ok) return pressed;
      call = pressed.value.call;
      return this.#afterPress(id, pressed.value.isNew);
    });
    if (call !== null) this.ports.callAction(call);
    return outcome;
  }

  readAll(): Outcome<ReadAll> {
    return this.steps.take(() => {
      const { value, update } = this.parts.reading.readAll();
      this.steps.tell(update, null);
      return granted(value);
    });
  }

  unreadCount(): Outcome<number> {
    return granted(this.parts.shelf.unreadCount());
  }

  trace(id: string): Outcome<NotificationTrace> {
    const { notifications, schedule, rows } = this.parts;
    const row = notifications.find(id);
    if (row !== null) return granted(traceOf(row, rows));
    const scheduled = schedule.find(id);
    return scheduled === null ? notFound : granted(traceOfScheduled(scheduled));
  }

  devices(): Outcome<readonly InboxDevice[]> {
    return granted(this.parts.deviceDesk.list());
  }

  putDevice(id: string, device: NewDevice): Outcome<InboxDevice> {
    return this.#sendAfter((send) => this.parts.deviceDesk.put(id, device, send));
  }

  verifyDevice(id: string, code: string): Outcome<InboxDevice> {
    return this.steps.take(() => this.parts.deviceDesk.verify(id, code));
  }

  codeTarget(id: string, address: DeviceAddress | null): Outcome<string | null> {
    return this.parts.deviceDesk.codeTarget(id, address);
  }

  sendCode(id: string): Outcome<InboxDevice> {
    return this.#sendAfter((send) => this.parts.deviceDesk.sendCode(id, send));
  }

  removeDevice(id: string): Outcome<null> {
    return this.steps.take(() => this.parts.deviceDesk.remove(id));
  }

  preferences(): Outcome<InboxPreferences> {
    return granted(this.parts.marks.preferences());
  }

  types(): Outcome<readonly TypeChannels[]> {
    const others = this.parts.notifications.receivedTypes().filter(({ type }) => !Object.hasOwn(typeTable, type));
    return granted([...settableTypes.map((type) => ({ type, channels: typeTable[type].channels })), ...others]);
  }

  putPreferences(preferences: InboxPreferences): Outcome<InboxPreferences> {
    return this.steps.take(() => {
      const { marks, reading } = this.parts;
      const change = marks.write((maps) => writePreferences(maps.preferences, preferences));
      reading.follow(change);
      this.steps.tell(change.update, null);
      return this.preferences();
    });
  }

  test(channel: NotificationChannel): Outcome<string> {
    return this.steps.take(() => {
      const obstacle = channel === 'in_app' ? null : this.parts.ways.obstacleTo(channel);
      const notification = testNotification(this.ports, channel, obstacle);
      this.parts.arrivals.takeWithPlans(notification, testPlans(channel, obstacle));
      return granted(notification.id);
    });
  }

  sync(stateVector: Uint8Array, update: Uint8Array | null): Outcome<MarksAnswer> {
    return this.steps.sync(stateVector, update, null);
  }

  /** One step, and the messages that go out when it is done. */
  #sendAfter<T>(work: (send: (message: OutgoingMessage) => void) => Outcome<T>): Outcome<T> {
    const messages: OutgoingMessage[] = [];
    const outcome = this.steps.take(() => work((message) => messages.push(message)));
    for (const message of messages) this.ports.send(message);
    return outcome;
  }

  #mark(id: string, mark: Parameters<Parts['reading']['mark']>[1]): Outcome<NotificationView> {
    return this.steps.take((): Outcome<NotificationView> => {
      const marked = this.parts.reading.mark(id, mark);
      if (!marked.ok) return marked;
      this.steps.tell(marked.value.update, null);
      return granted(marked.value.view);
    });
  }

  /** Whoever pressed a button has read what it belongs to. */
  #afterPress(id: string, isNew: boolean): Outcome<NotificationView> {
    const { notifications, reading, shelf } = this.parts;
    const read = reading.mark(id, 'read');
    const row = notifications.find(id);
    if (!read.ok || row === null) return notFound;
    this.steps.tell(read.value.update, null);
    if (isNew) reading.tellUpdated(row);
    return granted(shelf.view(row));
  }
}

function granted<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
