import * as Y from 'yjs';
import type { HubEvent, HubIncoming, HubRequests, HubRequestType } from '../../../src/protocol/hub-messages';
import { hubLimits } from '../../../src/protocol/limits';
import type { InboxPreferences, NotificationView } from '../../../src/protocol/notifications';
import { Emitter } from '../emitter';
import type { HubConnection } from '../hub/hub-connection';
import type { Page } from '../network';
import type { SealedRecord } from '../offline/sealed-record';
import { Attention } from './attention';
import { browserLabel } from './device-name';
import { preferencesOfDevice } from './device-preferences';
import type { InboxCalls } from './inbox-calls';
import { InboxContent } from './inbox-content';
import type { KeptInbox } from './inbox-record';
import type { InboxEvents, InboxState, MessageData, MessageType } from './inbox-state';
import { InboxStore } from './inbox-store';
import type { MatchingNotifications, NotificationMatch } from './loaded-lists';
import { MarksSync } from './marks-sync';
import { BrowserPush } from './push';
import type { PushRegistration } from './push-subscription';
import { Rooms } from './rooms';

/** Marks up to this length, in characters of base64, go as a message of the hub. */
const maxMessageMarks = hubLimits.maxMessageBytes / 2;

export interface InboxParts {
  readonly hub: HubConnection;
  readonly calls: InboxCalls;
  readonly page: Page;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Names this device to the server. */
  readonly deviceId: string;
  /** What the device has kept; null for nothing. */
  readonly kept: KeptInbox | null;
  /** Where the device keeps it; null for nowhere. */
  readonly record: SealedRecord | null;
  /** Where the device keeps whose web push comes to it; null for nowhere. */
  readonly pushRecord: SealedRecord | null;
}

/** A person's notifications and their one realtime connection. Opened by `client.inbox()`. */
export class Inbox {
  /** What needs the server: devices, sessions, single notifications. */
  readonly calls: InboxCalls;
  readonly rooms: Rooms;
  readonly #parts: InboxParts;
  readonly #events = new Emitter<InboxEvents>();
  readonly #content: InboxContent;
  readonly #sync: MarksSync;
  readonly #store: InboxStore;
  readonly #attention: Attention;
  readonly #push: BrowserPush;
  #state: InboxState;
  #isClosed = false;

  constructor(parts: InboxParts) {
    const { hub, calls, kept, record, page, random, deviceId, pushRecord } = parts;
    this.#parts = parts;
    this.calls = calls;
    this.rooms = new Rooms(hub, (problem) => this.#events.emit('problem', problem));
    this.#content = new InboxContent({
      ...{ calls, kept, random },
      nowMs: () => hub.serverNowMs,
      changed: () => this.#changed(),
    });
    this.#sync = new MarksSync({
      doc: this.#content.marks.doc,
      exchange: (data) => this.#exchange(data),
      exchanged: () => this.#exchanged(),
      refused: (problem) => this.#events.emit('problem', problem),
    });
    this.#store = new InboxStore({
      record,
      current: () => ({ snapshot: this.#snapshot(), marks: Y.encodeStateAsUpdate(this.#content.marks.doc) }),
      written: (marks) => this.#written(marks),
    });
    this.#attention = new Attention(page, (status) => hub.tell('presence:update', { status }));
    this.#push = new BrowserPush({ calls, deviceId, record: pushRecord });
    this.#state = this.#newState();
    this.#listen();
  }

  get state(): InboxState {
    return this.#state;
  }

  /** Names this device in the lists of devices and sessions. */
  get deviceId(): string {
    return this.#parts.deviceId;
  }

  /** Calls `listener` at every event of that name, until the returned function is called. */
  on<Name extends keyof InboxEvents>(name: Name, listener: (event: InboxEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Calls `listener` with every message of a type, event or not, until the returned function is called. */
  onMessage<Type extends MessageType>(type: Type, listener: (data: MessageData<Type>) => void): () => void {
    const hear = (message: HubIncoming) => {
      if (message.type === type) (listener as (data: unknown) => void)(message.data);
    };
    const { events } = this.#parts.hub;
    const stops = [events.on('event', hear), events.on('reply', hear)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Sends a message over the connection, once however often it has to be repeated.
   * @throws ProblemError `network` when nothing could carry it within 30 s
   */
  send<Type extends HubRequestType>(type: Type, data: HubRequests[Type]): Promise<void> {
    return this.#parts.hub.request(type, data);
  }

  // What is done with notifications that are loaded holds at once, here and without a network; other devices follow.

  markRead(id: string): void {
    this.#mark(id, (view) => this.#content.marks.markRead(view, this.#parts.hub.serverNowMs));
  }

  markUnread(id: string): void {
    this.#mark(id, (view) => this.#content.marks.markUnread(view));
  }

  markAllRead(): void {
    this.#content.markAllRead();
  }

  dismiss(id: string): void {
    this.#mark(id, (view) => this.#content.marks.dismiss(view, this.#parts.hub.serverNowMs));
  }

  /** Takes a dismissal back. */
  restore(id: string): void {
    this.#content.marks.restore({ id });
  }

  /** Out of sight until a time; then on top again. */
  snooze(id: string, until: Date): void {
    this.#mark(id, (view) => this.#content.marks.snooze(view, until.getTime()));
  }

  /** Takes a snooze back: as it was, where it was. */
  unsnooze(id: string): void {
    this.#content.marks.unsnooze({ id });
  }

  /** Changes some of the preferences; `types` replaces all exceptions. */
  setPreferences(change: Partial<InboxPreferences>): void {
    this.#content.marks.setPreferences(change, this.#state.preferences);
  }

  /**
   * Presses a button whose work is done by a server. However often, it is done once.
   * @throws ProblemError `action-unavailable` when it cannot be done any more
   */
  async runAction(id: string, actionId: string): Promise<void> {
    const before = this.#content.find(id)?.actions;
    const pressed = await this.calls.runAction(id, actionId);
    // An event that came meanwhile knows as much, or already what became of it.
    if (this.#content.find(id)?.actions === before) this.#content.replace(pressed);
  }

  /**
   * One notification; it is in the list then, also one that is older than what is loaded.
   * @throws ProblemError `not-found`
   */
  load(id: string): Promise<NotificationView> {
    return this.#content.load(id);
  }

  /**
   * The notifications that match something, those included that only {@link loadMore} with the same match has brought. To be read
   * anew at each change of the state.
   */
  matching(match: NotificationMatch): MatchingNotifications {
    return this.#content.matching(match);
  }

  /** Loads older notifications: of those that match, if a match is given. @throws ProblemError */
  loadMore(match: NotificationMatch = {}): Promise<void> {
    return this.#content.loadMore(match);
  }

  /**
   * Lets this browser be reached by web push; it may ask the person first, so call it when they press a button.
   * @param label what to call this browser among the devices
   * @throws ProblemError `not-found` where the server has no key for web push
   * @throws DOMException `NotAllowedError` when the person, or the browser, does not want it
   */
  enablePush(registration: PushRegistration, label: string = ownLabel()): Promise<void> {
    return this.#push.enable(registration, label);
  }

  disablePush(registration: PushRegistration): Promise<void> {
    return this.#push.disable(registration);
  }

  /**
   * To be called when somebody has signed in: ends web push that this browser has for somebody else, and goes on with this
   * person's where `client.suspendPush` has ended it. Asks nobody.
   * @throws ProblemError
   */
  resumePush(registration: PushRegistration, label: string = ownLabel()): Promise<void> {
    return this.#push.resume(registration, label);
  }

  /** Tries again at once, also after a refusal. */
  reconnect(): void {
    this.#parts.hub.reconnect();
  }

  /** Ends the connection. What was done without the server stays on the device, where that keeps things. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#attention.stop();
    this.#sync.stop();
    this.rooms.stop();
    this.#parts.hub.close();
    await this.#store.flush();
    this.#content.stop();
  }

  #listen(): void {
    const { events } = this.#parts.hub;
    events.on('state', () => this.#report());
    events.on('welcome', ({ unread_count }) => this.#content.counted(unread_count));
    events.on('online', () => {
      // The server knows it of each connection, and takes a new one for one that nobody looks at.
      this.#parts.hub.tell('presence:update', { status: this.#attention.status });
      this.#sync.online();
      this.#content.online();
    });
    events.on('reset', () => this.#content.reload());
    events.on('event', (event) => this.#receive(event));
    events.on('reply', (reply) => {
      if (reply.type === 'inbox:state') this.#sync.receive(reply.data);
    });
  }

  #receive(event: HubEvent): void {
    const isNews = this.#content.apply(event);
    // Marks of other devices come by themselves over a socket only.
    if (event.type.startsWith('notification:') && this.#state.transport !== 'websocket') this.#sync.due();
    if (event.type === 'notification:new' && isNews) this.#events.emit('notification', event.data);
    if (event.type === 'entity-updated') this.#events.emit('entity', event.data);
    this.#events.emit('event', event);
  }

  /** Marks that would be too much for one message of the hub go over REST. */
  async #exchange(data: HubRequests['inbox:sync']): Promise<void> {
    if ((data.update?.length ?? 0) < maxMessageMarks) return this.#parts.hub.request('inbox:sync', data);
    this.#sync.receive(await this.calls.syncMarks(data));
  }

  #mark(id: string, mark: (view: NotificationView) => void): void {
    const view = this.#content.find(id);
    if (view !== undefined) mark(view);
  }

  /** Quiet hours are those of where the person is, and mails are in their language; the first device says what these are. */
  #exchanged(): void {
    const { marks } = this.#content;
    const preferences = marks.unsaid(preferencesOfDevice());
    if (Object.keys(preferences).length > 0) marks.setPreferences(preferences, null);
    this.#report();
  }

  #written(marks: Uint8Array | null): void {
    if (this.#isClosed) return;
    if (marks !== null) Y.applyUpdate(this.#content.marks.doc, marks, this.#store);
    this.#report();
  }

  #snapshot() {
    return { deviceId: this.deviceId, cursor: this.#parts.hub.cursor, ...this.#content.snapshot };
  }

  #changed(): void {
    this.#store.changed();
    this.#report();
  }

  #report(): void {
    this.#state = this.#newState();
    this.#events.emit('state', this.#state);
  }

  #newState(): InboxState {
    return { ...this.#parts.hub.state, ...this.#content.shown(), saved: !this.#sync.isUnsaved, storage: this.#store.state };
  }
}

function ownLabel(): string {
  return browserLabel(globalThis.navigator.userAgent);
}
