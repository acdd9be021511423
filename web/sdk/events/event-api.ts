import type { CalendarView } from '../../../src/documents/calendar';
import type { CalendarSummary, DeletedEvent, EventOccurrence, EventSummary } from '../../../src/documents/calendar-lists';
import type { Attendee, EventView, Reminder, ResponseStatus } from '../../../src/documents/event';
import type { Member } from '../../../src/protocol/messages';
import type { Api } from '../api';
import { DocumentApi, lockHeader, queryOf, type ShownLocks } from '../document-api';
import { documentAddress } from '../document-kind';

/** The fields of an event that a program sets as a whole. */
export type EventFields = Pick<
  EventView,
  | 'title'
  | 'start_time'
  | 'end_time'
  | 'time_zone'
  | 'all_day'
  | 'location'
  | 'visibility'
  | 'color'
  | 'status'
  | 'recurrence'
  | 'exceptions'
  | 'extensions'
>;

/** What a new event starts with. Without a `calendar_id` it goes into the caller's default calendar. */
export type NewEvent = Pick<EventView, 'title' | 'start_time' | 'end_time'> &
  Partial<EventFields> & {
    readonly calendar_id?: string;
    readonly description?: EventView['description'];
    readonly attendees?: readonly Partial<Attendee>[];
    readonly tags?: readonly string[];
    readonly reminders?: readonly Partial<Reminder>[];
    readonly attachments?: readonly Partial<EventView['attachments'][number]>[];
  };

/** Fields of an event that are to be changed; null unsets one. */
export type EventChange = Partial<EventFields>;

/** Somebody who has to do with an event by themselves. */
export type EventMember = Pick<Member, 'id' | 'name' | 'role'>;

/** How a change of an event is made. */
export interface ChangeOptions {
  /** Of a lock that the caller holds on what is changed, or of several; null for none. */
  readonly lockToken?: ShownLocks;
  /** Which version the change was made against: it merges with what others did since. Null for whatever there is. */
  readonly version?: number | null;
}

/** Which occurrences a list has. */
export interface EventRange {
  /** RFC 3339; at most 400 days apart. */
  readonly from: string;
  readonly to: string;
  /** Ids of calendars; all that the caller can see unless given. */
  readonly calendars?: readonly string[];
  /** Words of the title or the place. */
  readonly q?: string;
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

export interface OccurrencePage {
  /** By their start. */
  readonly events: readonly EventOccurrence[];
  readonly next_cursor: string | null;
}

/** What is looked for among events of all times. */
export interface EventSearch extends Pick<EventRange, 'calendars' | 'limit' | 'cursor'> {
  /** Words of the title, the place or a tag. */
  readonly q: string;
  /** RFC 3339: what has not ended by then lies ahead. All-day events are days in the zone of its offset. */
  readonly from: string;
}

/** Each event that was found, once: as it happens next, or did last. */
export interface FoundPage {
  /** What lies ahead, the nearest first; then what is past, the latest first. */
  readonly events: readonly EventOccurrence[];
  readonly next_cursor: string | null;
  /** So many were found, on all pages together, … */
  readonly total: number;
  /** … and so many of them lie ahead. */
  readonly ahead: number;
}

/** What changed in a calendar since a sync token. */
export interface EventSyncPage {
  readonly events: readonly EventSummary[];
  /** Ids of events that are not in the calendar any more. */
  readonly deleted: readonly string[];
  readonly next_cursor: string | null;
  /** For the next time; it is that of the last page which counts. */
  readonly sync_token: string;
}

export interface DeletedEventPage {
  /** Series as one; the last one that was deleted first. */
  readonly events: readonly DeletedEvent[];
  readonly next_cursor: string | null;
}

/** A deleted calendar that the caller can restore, with the events that went with it. */
export interface DeletedCalendar extends CalendarSummary {
  /** ISO 8601. */
  readonly restorable_until: string;
}

export type NewCalendar = Pick<CalendarView, 'title'> & Partial<Pick<CalendarView, 'description' | 'color' | 'time_zone'>>;

/** Fields of a calendar that are to be changed; null unsets one. */
export type CalendarChange = Partial<Pick<CalendarView, 'title' | 'description' | 'color' | 'time_zone'>>;

/** A time at which somebody is busy. RFC 3339, UTC. */
export interface BusyTime {
  readonly calendar_id: string;
  readonly start: string;
  readonly end: string;
}

/** An address under which calendar programs read a calendar. */
export interface Feed {
  readonly id: string;
  /** What it is for, in the words of whoever made it; may be empty. */
  readonly label: string;
  /** ISO 8601. */
  readonly created_at: string;
}

/** A feed with its address, as only the answer that made it has it: whoever has it can read the calendar. */
export interface MadeFeed extends Feed {
  readonly url: string;
}

/** What became of one event of an imported file. */
export interface ImportedEvent {
  /** As the file has it. */
  readonly uid: string;
  readonly title: string;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  /** Of the event; null for one that failed. */
  readonly id: string | null;
  /** Why it failed, or what of it was not taken over; null when all of it was. */
  readonly detail: string | null;
}

/** What one call of an import did. */
export interface ImportOutcome {
  /** In the order of the file. */
  readonly events: readonly ImportedEvent[];
  /** Events of the whole file; a series is one. */
  readonly total: number;
  /** Where the next call goes on; null when this was all. */
  readonly next_offset: number | null;
}

/** Events and calendars in the REST API. Every method throws `ProblemError`. */
export class EventApi {
  readonly #api: Pick<Api, 'call'>;

  /** @param api `client.api` */
  constructor(api: Pick<Api, 'call'>) {
    this.#api = api;
  }

  /**
   * Creates an event.
   * @param idempotencyKey the same key again creates nothing new: use one per intention, and keep it for retries.
   */
  createEvent(event: NewEvent, idempotencyKey: string): Promise<EventView> {
    return this.#api.call('POST', '/v1/events', { body: event, headers: { 'idempotency-key': idempotencyKey } });
  }

  getEvent(id: string): Promise<EventView> {
    return this.#api.call('GET', eventPath(id));
  }

  /** Changes fields of an event: for one that is not open. */
  changeEvent(id: string, change: EventChange, { lockToken = null, version = null }: ChangeOptions = {}): Promise<EventView> {
    const headers = {
      'content-type': mergePatch,
      ...(version === null ? { 'if-match': '*' } : {}),
      ...lockHeader(lockToken),
    };
    const path = `${eventPath(id)}${queryOf({ base_version: version ?? undefined })}`;
    return this.#api.call('PATCH', path, { body: change, headers });
  }

  async deleteEvent(id: string): Promise<void> {
    await this.#api.call('DELETE', eventPath(id));
  }

  /** Takes the deletion of an event back. */
  restoreEvent(id: string): Promise<EventView> {
    return this.#api.call('POST', `${eventPath(id)}/restore`);
  }

  /** Puts an event into another calendar. */
  moveEvent(id: string, calendarId: string): Promise<EventView> {
    return this.#api.call('POST', `${eventPath(id)}/move`, { body: { calendar_id: calendarId } });
  }

  /** Makes somebody a member of an event by themselves, or changes their role. */
  async putMember(id: string, { id: personId, role, name }: EventMember): Promise<void> {
    await new DocumentApi(this.#api, 'event', id).putMember(personId, role, name);
  }

  /** Says whether the caller comes; for attendees, whatever their role is. */
  respond(id: string, status: ResponseStatus): Promise<EventView> {
    return this.#api.call('POST', `${eventPath(id)}/response`, { body: { response_status: status } });
  }

  /** What takes place in a stretch of time, each occurrence of a series by itself. */
  listEvents({ calendars, ...range }: EventRange): Promise<OccurrencePage> {
    return this.#api.call('GET', `/v1/events${queryOf({ ...range, calendar: calendars?.join(',') })}`);
  }

  /** Every event that has the words, whenever it is. */
  findEvents({ calendars, ...search }: EventSearch): Promise<FoundPage> {
    return this.#api.call('GET', `/v1/events${queryOf({ ...search, calendar: calendars?.join(',') })}`);
  }

  /**
   * The events of a calendar, series as one; with the token of an earlier answer only what changed since. Code
   * `history-gone` when the token is too old: begin anew without one.
   */
  syncEvents(calendarId: string, from: { readonly sync_token?: string; readonly cursor?: string } = {}): Promise<EventSyncPage> {
    return this.#api.call('GET', `/v1/events${queryOf({ calendar: calendarId, ...from })}`);
  }

  /**
   * The deleted events that the caller can restore; those that went with their calendar come back with it.
   * @param cursor `next_cursor` of the page before
   */
  listDeletedEvents(cursor?: string): Promise<DeletedEventPage> {
    return this.#api.call('GET', `/v1/events${queryOf({ deleted: 'true', cursor })}`);
  }

  /** The deleted calendars that the caller can restore. */
  async listDeletedCalendars(): Promise<readonly DeletedCalendar[]> {
    return (await this.#api.call<{ calendars: readonly DeletedCalendar[] }>('GET', '/v1/calendars?deleted=true')).calendars;
  }

  async listCalendars(): Promise<readonly CalendarSummary[]> {
    return (await this.#api.call<{ calendars: readonly CalendarSummary[] }>('GET', '/v1/calendars')).calendars;
  }

  createCalendar(calendar: NewCalendar, idempotencyKey: string): Promise<CalendarView> {
    return this.#api.call('POST', '/v1/calendars', { body: calendar, headers: { 'idempotency-key': idempotencyKey } });
  }

  getCalendar(id: string): Promise<CalendarView> {
    return this.#api.call('GET', calendarPath(id));
  }

  changeCalendar(id: string, change: CalendarChange): Promise<CalendarView> {
    return this.#api.call('PATCH', calendarPath(id), { body: change, headers: mergeHeaders });
  }

  /**
   * Deletes a calendar. Code `calendar-not-empty` when there are events in it.
   * @param options.withEvents also when there are: they are deleted with it
   */
  async deleteCalendar(id: string, { withEvents = false }: { readonly withEvents?: boolean } = {}): Promise<void> {
    await this.#api.call('DELETE', `${calendarPath(id)}${queryOf(withEvents ? { events: 'delete' } : {})}`);
  }

  /** Takes the deletion of a calendar back, and of the events that went with it. */
  restoreCalendar(id: string): Promise<CalendarView> {
    return this.#api.call('POST', `${calendarPath(id)}/restore`);
  }

  /** When calendars are busy, without saying with what. */
  async freeBusy(range: {
    readonly from: string;
    readonly to: string;
    readonly calendars: readonly string[];
  }): Promise<readonly BusyTime[]> {
    const { from, to, calendars } = range;
    const path = `/v1/free-busy${queryOf({ from, to, calendar: calendars.join(',') })}`;
    return (await this.#api.call<{ busy: readonly BusyTime[] }>('GET', path)).busy;
  }

  /** One event as an iCalendar file. */
  exportEvent(id: string): Promise<string> {
    return this.#api.call('GET', `${eventPath(id)}.ics`);
  }

  /** A calendar with all its events as an iCalendar file. */
  exportCalendar(id: string): Promise<string> {
    return this.#api.call('GET', `${calendarPath(id)}.ics`);
  }

  /**
   * Takes events of an iCalendar file into a calendar: some hundreds a call. The same file again makes nothing twice. Code
   * `malformed` when it is no such file.
   * @param offset `next_offset` of the call before
   */
  importEvents(calendarId: string, file: string, offset = 0): Promise<ImportOutcome> {
    const path = `${calendarPath(calendarId)}/import${queryOf({ offset: offset === 0 ? undefined : offset })}`;
    return this.#api.call('POST', path, { body: file, headers: { 'content-type': 'text/calendar' } });
  }

  /**
   * Makes an address to which calendar programs can subscribe. The answer alone holds it: it cannot be read again. Code
   * `too-many-feeds` when the caller has as many of this calendar as there can be.
   * @param label what it is for; may be empty
   * @param idempotencyKey the same key again makes no second one, and gets the same answer: use one per intention, and keep it for retries.
   */
  createFeed(calendarId: string, label: string, idempotencyKey: string): Promise<MadeFeed> {
    const headers = { 'idempotency-key': idempotencyKey };
    return this.#api.call('POST', `${calendarPath(calendarId)}/feeds`, { body: { label }, headers });
  }

  /** The feeds that the caller has made of a calendar. */
  async listFeeds(calendarId: string): Promise<readonly Feed[]> {
    return (await this.#api.call<{ feeds: readonly Feed[] }>('GET', `${calendarPath(calendarId)}/feeds`)).feeds;
  }

  /** Ends a feed at once. */
  async revokeFeed(calendarId: string, feedId: string): Promise<void> {
    await this.#api.call('DELETE', `${calendarPath(calendarId)}/feeds/${encodeURIComponent(feedId)}`);
  }
}

const mergePatch = 'application/merge-patch+json';

const mergeHeaders = { 'content-type': mergePatch, 'if-match': '*' };

function eventPath(id: string): string {
  return documentAddress('', 'event', id);
}

function calendarPath(id: string): string {
  return documentAddress('', 'calendar', id);
}
