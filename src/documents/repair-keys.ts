import * as Y from 'yjs';
import type { KeyWrite } from './examination';
import { elementId, isPlainText } from './layout';
import { readPlace } from './placement';
import { pointer } from './pointer';
import type { RepairReport, RepairSubject } from './repair';
import type { Check, RankedField } from './schema';

/** Settles what an update wrote into the keys of maps that were there before (PROTOCOL.md R2, R5, R6, R7). */
export function repairKeys(subject: RepairSubject, report: RepairReport): void {
  for (const write of subject.examination.keyWrites) {
    if (!write.map._item?.deleted) repairKey(subject, write, report);
  }
}

function repairKey(subject: RepairSubject, write: KeyWrite, report: RepairReport): void {
  const { place, key } = write;
  if (place.kind === 'registers') {
    const field = place.fields[key];
    if (field?.kind === 'register') repairRegister(write, field.check, report);
    return;
  }
  if (place.kind === 'root') {
    if (place.field.kind === 'map') repairRegister(write, place.field.check, report);
    return;
  }
  if (key === 'id') return keepFormer(write, report);
  if (key === 'place') return repairRegister(write, (value) => (readPlace(value) === null ? 'must be a place' : null), report);
  const field = place.field.element[key];
  if (field?.kind === 'text') repairText(write, report);
  else if (field?.kind === 'ranked') repairRanked(write, field, subject.mayLowerStatus, report);
  else if (field?.kind === 'register') repairRegister(write, field.check, report);
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

/** An element's id never changes. */
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
      return pointer(place.list, `@${elementId(map) ?? ''}`, key);
  }
}
