import * as Y from 'yjs';
import type { Outcome } from '../../protocol/codes';
import type { InboxPreferences } from '../../protocol/notifications';
import type { InboxPorts } from '../ports';
import { admitUpdate, decodeMarksStateVector } from './marks-admission';
import { compactMarks } from './marks-compaction';
import { changeOf, type MarksMaps, mapsOf, marksDocument, type TouchedMarks } from './marks-document';
import type { MarksAnswer } from './notification-calls';
import { preferencesOf } from './preferences';

/** So many rows are put together into one state. */
const maxRows = 100;

/** The platform takes at most 2 MiB as one value. */
const maxRowBytes = 1024 * 1024;

/** A change of the marks: what others need to have it, and what it touched. */
export interface MarksChange {
  /** Null when nothing changed. */
  readonly update: Uint8Array | null;
  readonly touched: TouchedMarks;
}

/**
 * The marks of an inbox and its preferences: a Yjs document, kept as the updates that made it. The document in memory can
 * be thrown away at any time. Whatever changes it is called in a transaction; when that fails, `forget`.
 */
export class Marks {
  #doc: Y.Doc | null = null;
  /** What was read from the document. It holds until the document changes. */
  #read: { maps?: MarksMaps; preferences?: InboxPreferences; readBefore?: number } = {};

  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'random'>) {}

  get maps(): MarksMaps {
    this.#read.maps ??= mapsOf(this.#document());
    return this.#read.maps;
  }

  preferences(): InboxPreferences {
    this.#read.preferences ??= preferencesOf(this.maps.preferences);
    return this.#read.preferences;
  }

  /** Up to which time everything shown has been read; 0 for none. */
  readBefore(): number {
    this.#read.readBefore ??= [...this.maps.readBefore.values()]
      .filter((value) => typeof value === 'number')
      .reduce((latest, time) => Math.max(latest, time), 0);
    return this.#read.readBefore;
  }

  /** The mark of one notification in one of the maps. */
  markOf(map: 'read' | 'dismissed' | 'snoozed', id: string): number | undefined {
    const value = this.maps[map].get(id);
    return typeof value === 'number' ? value : undefined;
  }

  /** Marks that the server makes, for somebody who does not speak Yjs. */
  write(change: (maps: MarksMaps) => void): MarksChange {
    const doc = this.#document();
    const made = changeOf(doc, () => doc.transact(() => change(mapsOf(doc))));
    this.#read = {};
    this.#append(made.update);
    return made;
  }

  /** Marks that everything shown up to a time was read. */
  writeReadBefore(atMs: number): MarksChange {
    const writer = String(this.#document().clientID);
    return this.write(({ read, readBefore }) => {
      readBefore.set(writer, atMs);
      // What was made unread again is read now as well.
      for (const [id, mark] of [...read.entries()]) if (mark === 0) read.set(id, atMs);
    });
  }

  /** Takes in what a device did, all or nothing (M4, M5). `latestMs`: no time of a mark is later. */
  admit(update: Uint8Array, latestMs: number): Outcome<MarksChange> {
    const admitted = admitUpdate(this.#document(), update, { random: this.ports.random, latestMs });
    if (!admitted.ok) return admitted;
    this.#append(admitted.value.update);
    this.#doc = admitted.value.doc;
    this.#read = {};
    return admitted;
  }

  /** All that a device with this state vector lacks. */
  answer(stateVector: Uint8Array): Outcome<MarksAnswer> {
    if (!decodeMarksStateVector(stateVector)) {
      return { ok: false, refusal: { code: 'malformed', detail: 'This is no state vector.' } };
    }
    const doc = this.#document();
    const update = Y.encodeStateAsUpdate(doc, stateVector);
    return { ok: true, value: { update: update.slice(), stateVector: Y.encodeStateVector(doc).slice() } };
  }

  /** Forgets the marks of notifications that are gone, and the room they took up (M7). */
  forgetNotifications(isKept: (id: string) => boolean): MarksChange {
    const made = this.write(({ read, dismissed, snoozed }) => {
      for (const map of [read, dismissed, snoozed]) for (const id of [...map.keys()]) if (!isKept(id)) map.delete(id);
    });
    if (made.update === null) return made;
    this.#replace(compactMarks(this.#document(), isKept));
    this.forget();
    return made;
  }

  /** Throws the document in memory away; the next look reads it again. */
  forget(): void {
    this.#doc?.destroy();
    this.#doc = null;
    this.#read = {};
  }

  #document(): Y.Doc {
    this.#doc ??= marksDocument(this.#updates(), this.ports.random);
    return this.#doc;
  }

  /** The updates that made the document. */
  #updates(): Uint8Array[] {
    const rows = this.ports.sql.rows<{ bytes: ArrayBuffer; goes_on: number }>(
      'SELECT bytes, goes_on FROM marks ORDER BY position',
    );
    const updates: Uint8Array[] = [];
    let parts: Uint8Array[] = [];
    for (const { bytes, goes_on } of rows) {
      parts.push(new Uint8Array(bytes));
      if (goes_on === 1) continue;
      updates.push(joined(parts));
      parts = [];
    }
    return updates;
  }

  #append(update: Uint8Array | null): void {
    if (update === null) return;
    this.#store(update);
    const [{ rows } = { rows: 0 }] = this.ports.sql.rows<{ rows: number }>('SELECT count(*) AS rows FROM marks');
    if (rows > maxRows) this.#replace(Y.encodeStateAsUpdate(marksDocument(this.#updates(), this.ports.random)));
  }

  #replace(state: Uint8Array): void {
    this.ports.sql.rows('DELETE FROM marks');
    this.#store(state);
  }

  #store(update: Uint8Array): void {
    for (let at = 0; at < update.length; at += maxRowBytes) {
      const part = update.slice(at, at + maxRowBytes).buffer as ArrayBuffer;
      const goesOn = at + maxRowBytes < update.length ? 1 : 0;
      this.ports.sql.rows('INSERT INTO marks (bytes, goes_on) VALUES (?, ?)', part, goesOn);
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
