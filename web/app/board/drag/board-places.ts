import type { Day } from '../../../react';
import type { CardPlace } from '../move-by-key';

/** A stretch of the screen, in pixels. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The number of cards that stand before a height: those whose middle is above it. */
export function insertionIndex(cards: readonly Span[], y: number): number {
  const index = cards.findIndex(({ start, end }) => y < (start + end) / 2);
  return index < 0 ? cards.length : index;
}

/** The height of the line that shows a place between cards. */
export function lineHeight(cards: readonly Span[], index: number, list: Span): number {
  const [above, below] = [cards[index - 1], cards[index]];
  if (above !== undefined && below !== undefined) return (above.end + below.start) / 2;
  if (above !== undefined) return above.end;
  return below?.start ?? list.start;
}

/** How far to scroll in one frame: the more, the nearer a point is to an edge, or beyond it. */
export function scrollStep(point: number, { start, end }: Span): number {
  const zone = Math.min(56, (end - start) / 4);
  const fastest = 18;
  const [before, behind] = [start + zone - point, point - (end - zone)];
  if (before > 0) return -Math.ceil(Math.min(before / zone, 1) * fastest);
  return behind > 0 ? Math.ceil(Math.min(behind / zone, 1) * fastest) : 0;
}

/** A column as it stands on the screen. */
export interface ColumnOnScreen {
  readonly day: Day;
  readonly element: HTMLElement;
  readonly list: HTMLElement;
  readonly box: DOMRect;
}

/** A place for a card, and where a line shows it. */
export interface PlaceOnScreen {
  readonly place: CardPlace;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** Where the columns and cards of a board stand. Measured at most once per frame, and only when something moved. */
export class BoardPlaces {
  readonly #root: HTMLElement;
  #columns: readonly ColumnOnScreen[] | null = null;
  readonly #cards = new Map<ColumnOnScreen, readonly Span[]>();

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Something moved: what was measured is no more. */
  forget(): void {
    this.#columns = null;
    this.#cards.clear();
  }

  /** The place for a card at a point of the screen. */
  at(x: number, y: number, card: string): PlaceOnScreen | null {
    const column = nearest(this.#measuredColumns(), x, y);
    if (column === null) return null;
    return this.#show(column, insertionIndex(this.#cardsOf(column, card), y), card);
  }

  /** Where a place is shown. */
  shown({ day, index }: CardPlace, card: string): PlaceOnScreen | null {
    const column = this.#measuredColumns().find((one) => one.day === day);
    return column === undefined ? null : this.#show(column, index, card);
  }

  columnAt(x: number, y: number): ColumnOnScreen | null {
    return nearest(this.#measuredColumns(), x, y);
  }

  #show(column: ColumnOnScreen, index: number, card: string): PlaceOnScreen {
    const list = column.list.getBoundingClientRect();
    const height = lineHeight(this.#cardsOf(column, card), index, { start: list.top, end: list.bottom });
    // What is scrolled out of sight is not to show its line over the page.
    const strip = this.#root.querySelector('[data-strip]')?.getBoundingClientRect() ?? column.box;
    const [left, right] = [Math.max(column.box.left, strip.left), Math.min(column.box.right, strip.right)];
    const top = Math.min(Math.max(height, column.box.top), column.box.bottom);
    return { place: { day: column.day, index }, left, top, width: Math.max(right - left, 0) };
  }

  #measuredColumns(): readonly ColumnOnScreen[] {
    this.#columns ??= [...this.#root.querySelectorAll<HTMLElement>('[data-column]')].flatMap((element) => {
      const list = element.querySelector<HTMLElement>('[data-list]');
      const { column = 'none' } = element.dataset;
      const day = column === 'none' ? null : Number(column);
      return list === null ? [] : [{ day, element, list, box: element.getBoundingClientRect() }];
    });
    return this.#columns;
  }

  #cardsOf(column: ColumnOnScreen, dragged: string): readonly Span[] {
    const known = this.#cards.get(column);
    if (known !== undefined) return known;
    const cards = [...column.list.querySelectorAll<HTMLElement>(':scope > [data-item]')]
      .filter((card) => card.dataset.item !== dragged)
      .map((card) => {
        const { top, bottom } = card.getBoundingClientRect();
        return { start: top, end: bottom };
      });
    this.#cards.set(column, cards);
    return cards;
  }
}

function nearest(columns: readonly ColumnOnScreen[], x: number, y: number): ColumnOnScreen | null {
  let best: { column: ColumnOnScreen; distance: number } | null = null;
  for (const column of columns) {
    const { left, right, top, bottom } = column.box;
    // Beside a column counts more than above or below it: columns may be of any height.
    const distance = 1_000 * Math.max(left - x, 0, x - right) + Math.max(top - y, 0, y - bottom);
    if (best === null || distance < best.distance) best = { column, distance };
  }
  return best?.column ?? null;
}
