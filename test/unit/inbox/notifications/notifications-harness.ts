import type { NewEvent, NewNotification } from '../../../../src/inbox/api';
import type { OutgoingMessage, SendOutcome } from '../../../../src/inbox/channels/channel';
import { InboxTables } from '../../../../src/inbox/inbox-tables';
import { Notifications } from '../../../../src/inbox/notifications/notifications';
import type { ActionCall, InboxPorts, InboxTimer, Stream } from '../../../../src/inbox/ports';
import type { Outcome } from '../../../../src/protocol/codes';
import type { HubEvent, HubReplies } from '../../../../src/protocol/hub-messages';
import type { InboxPreferences } from '../../../../src/protocol/notifications';
import { MemorySql } from '../../../support/memory-sql';

/** Noon on a Sunday, in UTC. */
export const noonMs = Date.parse('2026-11-22T12:00:00Z');
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** Within the quiet hours that everybody has, and when they end. */
export const elevenPmMs = noonMs + 11 * hourMs;
export const sevenAmMs = noonMs + 19 * hourMs;

/** What a provider answers that cannot take it for now. */
export const later: SendOutcome = { kind: 'retry', reason: '503', retryAfterMs: null };

/** What the machine does when it goes down. */
export class Crash extends Error {}

type Told = { readonly data: HubReplies['inbox:state']; readonly except: string | null };

/** The notifications of a person, with all that is around them in the test's hands. */
export class Inbox {
  nowMs = noonMs;
  presence: 'active' | 'idle' | 'away' = 'away';
  /** Events of the stream: stored with the rest, as the hub does it. */
  readonly told: Told[] = [];
  readonly answered: { session: string; data: HubReplies['inbox:state']; correlationId: string }[] = [];
  readonly sent: OutgoingMessage[] = [];
  readonly called: ActionCall[] = [];
  /** Called with each message and each action on their way out; throws to crash. */
  beforeSend: () => void = () => undefined;
  afterSend: () => void = () => undefined;
  /** What every channel answers at once; null: nothing for now. */
  outcome: SendOutcome | null = { kind: 'sent', providerId: 'p' };
  notifications: Notifications;
  #answered = 0;
  #lastId = 0;

  /** @param sql of an inbox that is there already */
  constructor(readonly sql = new MemorySql()) {
    const tables = new InboxTables(sql);
    if (tables.exist()) tables.upgrade();
    else tables.create();
    this.sql.rows('CREATE TABLE events (position INTEGER PRIMARY KEY, event TEXT NOT NULL)');
    this.sql.rows('CREATE TABLE timers (name TEXT PRIMARY KEY, due INTEGER NOT NULL)');
    this.notifications = new Notifications(this.#ports(), this.#stream());
  }

  get calls(): Notifications['calls'] {
    return this.notifications.calls;
  }

  /** The machine goes down and comes up again: only what is stored is left. */
  restart(): void {
    this.notifications = new Notifications(this.#ports(), this.#stream());
  }

  newId = (): string => {
    this.#lastId++;
    return `00000000-0000-7000-8000-${String(this.#lastId).padStart(12, '0')}`;
  };

  /** A notification that nobody has brought yet. */
  draft(fields: Partial<NewNotification> = {}): NewNotification {
    return {
      id: this.newId(),
      type: 'booking_confirmed',
      title: 'Booked',
      body: 'Ryokan',
      data: {},
      image: null,
      actions: [],
      createdAtMs: this.nowMs,
      expiresAtMs: null,
      sendAtMs: null,
      dedupeKey: null,
      digestKey: null,
      source: 'test',
      ...fields,
    };
  }

  /** Brings a notification. Answers its id. */
  bring(fields: Partial<NewNotification> = {}): string {
    const draft = this.draft(fields);
    value(this.notifications.accept([draft]));
    return draft.id;
  }

  /** Registers a device of some kind; a browser's at the push service of this host. */
  register(kind: 'web_push' | 'email' | 'sms', id = `${kind}-1`, host = 'push.example'): string {
    const addresses = {
      web_push: { kind: 'web_push', endpoint: `https://${host}/${id}`, p256dh: 'p', auth: 'a' },
      email: { kind: 'email', email: `${id}@example.org` },
      sms: { kind: 'sms', number: '+819012345678' },
    } as const;
    const { state } = value(this.calls.putDevice(id, { label: id, address: addresses[kind] }));
    if (state === 'unverified') value(this.calls.verifyDevice(id, this.takeCode()));
    return id;
  }

  /** Changes some preferences and leaves the others. */
  prefer(change: Partial<InboxPreferences>): void {
    value(this.calls.putPreferences({ ...value(this.calls.preferences()), ...change }));
  }

  switchOff(channel: keyof InboxPreferences['channels']): void {
    this.prefer({ channels: { ...value(this.calls.preferences()).channels, [channel]: false } });
  }

  /** The code in the message that went out last, which is not counted among those that a test looks at. */
  takeCode(): string {
    const content = this.sent.pop()?.content;
    if (content?.kind !== 'alert' || !content.isCode) throw new Error('no code was sent');
    return String(content.data.code);
  }

  /** Lets time pass; timers ring at their time. */
  pass(ms: number): void {
    const end = this.nowMs + ms;
    for (;;) {
      const [next] = this.sql.rows<{ name: InboxTimer; due: number }>(
        'SELECT name, due FROM timers WHERE due <= ? ORDER BY due LIMIT 1',
        end,
      );
      if (next === undefined) break;
      this.nowMs = Math.max(this.nowMs, next.due);
      this.sql.rows('DELETE FROM timers WHERE name = ?', next.name);
      if (next.name === 'deliveries' || next.name === 'schedule' || next.name === 'tidy') this.notifications.ring(next.name);
      if (this.outcome !== null) this.answerAll(this.outcome);
    }
    this.nowMs = end;
  }

  /** What was sent over a channel's kind of address, without the silent ones. */
  alertsTo(kind: OutgoingMessage['to']['kind']): OutgoingMessage[] {
    return this.sent.filter(({ to, content }) => to.kind === kind && content.kind === 'alert');
  }

  refreshes(): OutgoingMessage[] {
    return this.sent.filter(({ content }) => content.kind === 'refresh');
  }

  /** Answers all messages that were sent since the last time, in one way. */
  answerAll(outcome: SendOutcome): void {
    for (const { deliveryId } of this.#unanswered()) this.notifications.sent(deliveryId, outcome);
  }

  events(): NewEvent[] {
    return this.sql.rows<{ event: string }>('SELECT event FROM events ORDER BY position').map(({ event }) => JSON.parse(event));
  }

  eventTypes(): HubEvent['type'][] {
    return this.events().map(({ type }) => type);
  }

  unread(): number {
    return value(this.calls.unreadCount());
  }

  list(query: Partial<Parameters<Notifications['calls']['list']>[0]> = {}) {
    return value(
      this.calls.list({
        after: null,
        limit: 50,
        category: null,
        unreadOnly: false,
        dismissed: false,
        trips: [],
        ...query,
      }),
    );
  }

  ids(query: Parameters<Inbox['list']>[0] = {}): string[] {
    return this.list(query).notifications.map(({ id }) => id);
  }

  /** State and reason of the deliveries of a notification over a channel. */
  deliveries(id: string, channel: string): [string, string][] {
    const found = value(this.calls.trace(id)).channels.find((one) => one.channel === channel);
    return (found?.deliveries ?? []).map(({ state, reason }) => [state, reason]);
  }

  /** Verdict and reason of a channel. */
  plan(id: string, channel: string): [string, string] | null {
    const found = value(this.calls.trace(id)).channels.find((one) => one.channel === channel);
    return found === undefined ? null : [found.verdict, found.reason];
  }

  #unanswered(): OutgoingMessage[] {
    const open = this.sent.slice(this.#answered);
    this.#answered = this.sent.length;
    return open;
  }

  #stream(): Stream {
    return {
      append: (events) => {
        for (const event of events) this.sql.rows('INSERT INTO events (event) VALUES (?)', JSON.stringify(event));
      },
      tell: (_, data, except) => {
        this.told.push({ data, except });
      },
      tellOne: (session, _, data, correlationId) => {
        this.answered.push({ session, data, correlationId });
      },
      presence: () => this.presence,
    };
  }

  #ports(): InboxPorts {
    const unused = (): never => {
      throw new Error('not of the notifications');
    };
    let seed = 1;
    return {
      person: 'aoi',
      sql: this.sql,
      wire: {
        send: unused,
        close: unused,
        keep: unused,
        pingedAtMs: unused,
        verify: unused,
        wakePolls: unused,
        wakePollsOf: unused,
      },
      timers: {
        soon: unused,
        at: (name, atMs) => {
          if (atMs === null) this.sql.rows('DELETE FROM timers WHERE name = ?', name);
          else {
            this.sql.rows(
              'INSERT INTO timers (name, due) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET due = min(due, excluded.due)',
              ...[name, atMs],
            );
          }
        },
      },
      random: () => {
        seed = (seed * 16_807) % 2_147_483_647;
        return seed / 2_147_483_647;
      },
      newId: this.newId,
      secrets: { newSecret: () => `secret ${this.newId()}`, digest: (text) => `digest of ${text}` },
      nowMs: () => this.nowMs,
      allows: () => true,
      askRoom: unused,
      send: (message) => {
        this.beforeSend();
        this.sent.push(message);
        this.afterSend();
      },
      callAction: (call) => {
        this.beforeSend();
        this.called.push(call);
        this.afterSend();
      },
      report: unused,
    };
  }
}

/** The value of an outcome that has to be good. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
}

/** The code of an outcome that has to be a refusal. */
export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

/** An inbox with a device of each kind. */
export function withDevices(...kinds: readonly ('web_push' | 'email' | 'sms')[]): Inbox {
  const inbox = new Inbox();
  for (const kind of kinds) inbox.register(kind);
  return inbox;
}
