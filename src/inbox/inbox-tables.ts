import { eventTables } from './hub/event-log';
import { handledTables } from './hub/handled-messages';
import { hubRoomTables, roomsAskedAt } from './hub/hub-rooms';
import { hubTicketTables } from './hub/hub-tickets';
import { sessionNames, sessionTables, statusOfPolls } from './hub/session-records';
import { forgottenEvents, tailIsOpen } from './hub/stream-place';
import { addressCodeTables } from './notifications/address-codes';
import { deliveryAddresses } from './notifications/delivery-store';
import { notificationsInOrder, notificationTables } from './notifications/notification-tables';
import { pressFailures } from './notifications/press-store';
import type { Sql } from './sql';

/**
 * The steps that lead to the tables of today, the first one at index 0. A new inbox takes all of them, an older one those
 * it has not taken: both end up with the same tables. A step is never changed, another one follows it.
 */
const steps: readonly (readonly string[])[] = [
  [eventTables, sessionTables, hubRoomTables, handledTables, hubTicketTables, notificationTables],
  [roomsAskedAt],
  [addressCodeTables],
  [tailIsOpen],
  [forgottenEvents],
  [pressFailures],
  [sessionNames],
  [statusOfPolls],
  [deliveryAddresses],
  [notificationsInOrder],
];

/** The tables of an inbox. They are made when its person comes for the first time, or something for them. */
export class InboxTables {
  #exist = false;

  constructor(private readonly sql: Sql) {}

  /** Whether the inbox was ever used. Asking creates nothing. */
  exist(): boolean {
    this.#exist ||= this.sql.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'inbox'").length > 0;
    return this.#exist;
  }

  /** Makes the tables of a new inbox. To be called in a transaction. */
  create(): void {
    this.sql.rows('CREATE TABLE inbox (only INTEGER PRIMARY KEY CHECK (only = 1), schema INTEGER NOT NULL)');
    this.sql.rows('INSERT INTO inbox (only, schema) VALUES (1, 0)');
    this.#take(0);
  }

  /** Brings the tables of an inbox that exists up to date. */
  upgrade(): void {
    const [inbox] = this.sql.rows<{ schema: number }>('SELECT schema FROM inbox');
    if (inbox !== undefined && inbox.schema < steps.length) this.sql.transact(() => this.#take(inbox.schema));
  }

  #take(from: number): void {
    for (const tables of steps.slice(from).flat()) this.sql.rows(tables);
    this.sql.rows('UPDATE inbox SET schema = ?', steps.length);
  }
}
