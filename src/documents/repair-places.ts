import type * as Y from 'yjs';
import { fieldLimits } from '../protocol/limits';
import { elementId, elementsOf } from './layout';
import { orderKeysBetween } from './order-keys';
import { comparePlaced, findPlace, placedElements, readPlace } from './placement';
import { pointer } from './pointer';
import type { RepairReport, RepairSubject } from './repair';
import { wantedPlace } from './repair-elements';

/** Gives every element of a placed list a proper place (PROTOCOL.md R8). */
export function repairPlaces(subject: RepairSubject, report: RepairReport): void {
  for (const [list, field] of Object.entries(subject.schema.fields)) {
    if (field.kind !== 'list' || !field.placed) continue;
    for (const map of candidates(subject, report, list)) repairPlace(subject, report, list, map);
  }
}

/** The elements whose place this update or its repair may have changed, in array order. */
function candidates(subject: RepairSubject, report: RepairReport, list: string): Y.Map<unknown>[] {
  const { freshElements, keyWrites } = subject.examination;
  const maps = new Set<Y.Map<unknown>>(report.wantedPlaces.keys());
  for (const element of freshElements) if (element.list === list) maps.add(element.map);
  for (const { place, map, key } of keyWrites) {
    if (place.kind === 'element' && place.list === list && (key === 'place' || key === 'day' || key === 'order')) maps.add(map);
  }
  return maps.size === 0 ? [] : elementsOf(subject.doc, list).filter((map) => maps.has(map));
}

function repairPlace(subject: RepairSubject, report: RepairReport, list: string, map: Y.Map<unknown>): void {
  const wanted = { ...wantedPlace({ day: map.get('day'), order: map.get('order') }), ...report.wantedPlaces.get(map) };
  for (const key of ['day', 'order']) if (map.has(key)) map.delete(key);
  const current = readPlace(map.get('place'));
  const elements = placedElements(elementsOf(subject.doc, list));
  const index = elements.findIndex((element) => element.map === map);
  const others = elements.toSpliced(index, 1);
  const place = current === null ? findPlace(others, index, wanted, subject.random) : { ...current, ...wanted };
  if (current?.day !== place.day || current.order !== place.order) {
    map.set('place', { day: place.day, order: place.order });
    report.adapt(pointer(list, `@${elementId(map) ?? ''}`));
  }
  if (place.order.length > fieldLimits.maxOrderKeyChars) rekeyDay(subject, report, list, place.day);
}

/** Spreads the order keys of a day evenly, as it stands: one of them has grown too long. */
function rekeyDay(subject: RepairSubject, report: RepairReport, list: string, day: number | null): void {
  const ofDay = placedElements(elementsOf(subject.doc, list)).filter(({ place }) => place?.day === day);
  const keys = orderKeysBetween(null, null, ofDay.length, subject.random);
  ofDay.sort(comparePlaced).forEach(({ map, id }, position) => {
    map.set('place', { day, order: keys[position] as string });
    report.adapt(pointer(list, `@${id}`));
  });
}
