import type * as Y from 'yjs';
import { fieldLimits } from '../protocol/limits';
import { elementsOf } from './layout';
import { orderKeysBetween } from './order-keys';
import { comparePlaced, DayKeys, type ElementPlace, findPlace, type Placed, placedElements } from './placement';
import { pointer } from './pointer';
import type { RepairReport, RepairSubject } from './repair';
import { wantedPlace } from './repair-elements';

/** Gives every element of a placed list a proper place (PROTOCOL.md R8). */
export function repairPlaces(subject: RepairSubject, report: RepairReport): void {
  for (const [list, field] of Object.entries(subject.schema.fields)) {
    if (field.kind !== 'list' || !field.placed) continue;
    const maps = candidates(subject, report, list);
    if (maps.size > 0) new PlaceRepair(subject, report, list, maps).run();
  }
}

/** The elements whose place this update or its repair may have changed. */
function candidates(subject: RepairSubject, report: RepairReport, list: string): ReadonlySet<Y.Map<unknown>> {
  const { freshElements, keyWrites } = subject.examination;
  const maps = new Set<Y.Map<unknown>>(report.wantedPlaces.keys());
  for (const element of freshElements) if (element.list === list) maps.add(element.map);
  for (const { place, map, key } of keyWrites) {
    if (place.kind === 'element' && place.list === list && (key === 'place' || key === 'day' || key === 'order')) maps.add(map);
  }
  return maps;
}

/** One pass over a list in array order, so that each element that gets a place finds its left neighbour's settled. */
class PlaceRepair {
  readonly #elements: Placed[];
  readonly #keys: DayKeys;
  readonly #daysToRekey = new Set<number | null>();

  constructor(
    private readonly subject: RepairSubject,
    private readonly report: RepairReport,
    private readonly list: string,
    private readonly maps: ReadonlySet<Y.Map<unknown>>,
  ) {
    this.#elements = placedElements(elementsOf(subject.doc, list));
    this.#keys = new DayKeys(this.#elements);
  }

  run(): void {
    const rightOf = nextPlaces(this.#elements);
    let left: ElementPlace | null = null;
    for (const [index, element] of this.#elements.entries()) {
      const place: ElementPlace | null = this.maps.has(element.map)
        ? this.#settle(element, left, rightOf[index] ?? null)
        : element.place;
      left = place ?? left;
    }
    for (const day of this.#daysToRekey) this.#rekey(day);
  }

  #settle({ map, id, place: current }: Placed, left: ElementPlace | null, right: ElementPlace | null): ElementPlace {
    const { report } = this;
    const wanted = { ...wantedPlace({ day: map.get('day'), order: map.get('order') }), ...report.wantedPlaces.get(map) };
    for (const key of ['day', 'order']) if (map.has(key)) map.delete(key);
    const place = current === null ? findPlace(left, right, this.#keys, wanted, this.subject.random) : { ...current, ...wanted };
    if (current?.day !== place.day || current.order !== place.order) {
      map.set('place', { day: place.day, order: place.order });
      report.adapt(pointer(this.list, `@${id}`));
      if (current !== null) this.#keys.remove(current);
      this.#keys.add(place);
    }
    if (place.order.length > fieldLimits.maxOrderKeyChars) this.#daysToRekey.add(place.day);
    return place;
  }

  /** Spreads the order keys of a day evenly, as it stands: one of them has grown too long. */
  #rekey(day: number | null): void {
    const { doc, random } = this.subject;
    const ofDay = placedElements(elementsOf(doc, this.list)).filter(({ place }) => place?.day === day);
    const keys = orderKeysBetween(null, null, ofDay.length, random);
    ofDay.sort(comparePlaced).forEach(({ map, id }, position) => {
      map.set('place', { day, order: keys[position] as string });
      this.report.adapt(pointer(this.list, `@${id}`));
    });
  }
}

/** For each element the place of the next one to its right that has one. */
function nextPlaces(elements: readonly Placed[]): (ElementPlace | null)[] {
  const places: (ElementPlace | null)[] = [];
  let next: ElementPlace | null = null;
  for (let index = elements.length - 1; index >= 0; index--) {
    places[index] = next;
    next = elements[index]?.place ?? next;
  }
  return places;
}
