import * as Y from 'yjs';
import { checkEntryKey, isPlainObject } from './content-check';
import type { KeyWrite } from './examination';
import { checkJson, type JsonBounds } from './json-values';
import { elementId, isPlainText, type RootField } from './layout';
import { readPlace } from './placement';
import { pointer } from './pointer';
import type { RepairReport, RepairSubject } from './repair';
import { type Check, type Field, idKeyOf, isCollection, type RankedField } from './schema';

/** Sets back what an update wrote over the ids of elements: they never change. Comes first, because elements are found by them. */
export function repairIds({ examination }: RepairSubject, report: RepairReport): void {
  for (const write of examination.keyWrites) {
    if (!write.map._item?.deleted && isId(write)) keepFormer(write, report);
  }
}

function isId({ place, key }: KeyWrite): boolean {
  return place.kind === 'element' && key === idKeyOf(place.field);
}

/** Settles what an update wrote into the keys of maps that were there before (PROTOCOL.md R2, R5, R6, R7, R10). */
export function repairKeys(subject: RepairSubject, report: RepairReport): void {
  for (const write of subject.examination.keyWrites) {
    if (!write.map._item?.deleted && !isId(write)) repairKey(subject, write, report);
  }
  makeRoom(subject, report);
}

/** Takes new keys out of maps that have more than they may. Each map is counted once: to count is to walk over all it ever had. */
function makeRoom({ examination }: RepairSubject, report: RepairReport): void {
  const added = new Map<Y.Map<unknown>, { readonly max: number; readonly writes: KeyWrite[] }>();
  for (const write of examination.keyWrites) {
    const { place, map, key, former } = write;
    const max = maxKeysAt(place);
    if (max === null || former.live || !map.has(key)) continue;
    const known = added.get(map);
    if (known === undefined) added.set(map, { max, writes: [write] });
    else known.writes.push(write);
  }
  for (const [map, { max, writes }] of added) {
    const room = Math.max(0, max - (map.size - writes.length));
    for (const write of writes.slice(room)) {
      map.delete(write.key);
      report.refuse(keyPath(write));
    }
  }
}

/** How many keys a place may have; null for any number. */
function maxKeysAt(place: KeyWrite['place']): number | null {
  if (place.kind !== 'root') return null;
  if (place.field.kind === 'growSet') return place.field.maxWords;
  return place.field.kind === 'map' ? (place.field.maxEntries ?? null) : null;
}

function repairKey(subject: RepairSubject, write: KeyWrite, report: RepairReport): void {
  const { place, key } = write;
  if (place.kind === 'registers') return repairOwnRegister(subject, write, place.fields[key], report);
  if (place.kind === 'root') return repairEntry(write, place.field, report);
  if (key === 'place') return repairRegister(write, (value) => (readPlace(value) === null ? 'must be a place' : null), report);
  const field = place.field.element[key];
  if (field?.kind === 'text') repairText(write, report);
  else if (field?.kind === 'ranked') repairRanked(write, field, subject.mayLowerStatus, report);
  else if (field?.kind === 'register') repairRegister(write, field.check, report);
}

function repairOwnRegister(subject: RepairSubject, write: KeyWrite, field: Field | undefined, report: RepairReport): void {
  if (field?.kind === 'register') repairRegister(write, field.check, report);
  else if (field?.kind === 'ranked') repairRanked(write, field, subject.mayLowerStatus, report);
  else if (field?.kind === 'json') repairRegister(write, (value) => checkWholeJson(value, field), report);
}

/** An object is not kept as one value: its keys are. */
function checkWholeJson(value: unknown, bounds: JsonBounds): string | null {
  return isPlainObject(value) ? 'must not be an object' : checkJson(value, bounds);
}

function repairEntry(write: KeyWrite, field: RootField, report: RepairReport): void {
  if (field.kind === 'text' || isCollection(field)) return;
  // Under such a key it was a misfit, and is gone.
  if (checkEntryKey(field, write.key) !== null) return;
  if (field.kind === 'map') repairRegister(write, field.check, report);
  else if (field.kind === 'json') repairRegister(write, (value) => checkJson(value, field), report);
  else keepWord(write, report);
}

/** A word stands for itself: whatever was written to it, it is there, and it stays there. */
function keepWord(write: KeyWrite, report: RepairReport): void {
  const { map, key, written, former } = write;
  if (map.get(key) === true || (written.kind === 'deleted' && !former.live)) return;
  map.set(key, true);
  if (written.kind === 'deleted') report.refuse(keyPath(write));
  else report.adapt(keyPath(write));
}

function repairRegister(write: KeyWrite, check: Check, report: RepairReport): void {
  const { written, holds, map, key } = write;
  if (written.kind === 'deleted') return;
  if (written.kind !== 'value' || check(written.value ?? null) !== null) {
    if (holds) restore(write);
    return report.refuse(keyPath(write));
  }
  if (holds) return;
  // Yjs kept the write of the higher client id; the one that was accepted later is to win.
  map.set(key, written.value);
  report.adapt(keyPath(write));
}

function repairRanked(write: KeyWrite, field: RankedField, mayLower: boolean, report: RepairReport): void {
  const { former, written, concurrent, map, key } = write;
  const formerRank = former.live && former.kind === 'value' ? Math.max(0, field.ranks.indexOf(former.value as string)) : 0;
  const writtenRank =
    written.kind === 'value' ? field.ranks.indexOf(written.value as string) : written.kind === 'deleted' ? 0 : -1;
  const stepsBack = writtenRank < formerRank;
  const rank = writtenRank < 0 || (stepsBack && (concurrent || !mayLower)) ? formerRank : writtenRank;
  const value = field.ranks[rank];
  if (rank !== writtenRank) report.refuse(keyPath(write));
  if ((map.get(key) ?? field.ranks[0]) === value) return;
  map.set(key, value);
  report.adapt(keyPath(write));
}

function repairText(write: KeyWrite, report: RepairReport): void {
  const { former, written, holds, map, key } = write;
  if (written.kind === 'text' && holds) return;
  const content = written.kind === 'text' ? written.content : written.kind === 'value' ? written.value : null;
  if (typeof content === 'string') {
    map.set(key, new Y.Text(content));
    return report.adapt(keyPath(write));
  }
  report.refuse(keyPath(write));
  // A write that lost its race may have come with a delete of the text that won.
  if (holds || !isPlainText(map.get(key))) map.set(key, new Y.Text(former.live && former.kind === 'text' ? former.content : ''));
}

function keepFormer(write: KeyWrite, report: RepairReport): void {
  const { former, map, key } = write;
  if (former.live && former.kind === 'value' && map.get(key) !== former.value) {
    map.set(key, former.value);
    report.refuse(keyPath(write));
  }
}

/** Sets a key back to what it was before the update. */
export function restore({ former, map, key }: KeyWrite): void {
  if (former.live && former.kind === 'value') map.set(key, former.value);
  else map.delete(key);
}

/** The JSON pointer of a key. */
export function keyPath({ place, map, key }: KeyWrite): string {
  switch (place.kind) {
    case 'registers':
      return pointer(key);
    case 'root':
      return pointer(place.name, key);
    case 'element':
      return pointer(place.list, `@${elementId(map, idKeyOf(place.field)) ?? ''}`, key);
  }
}
