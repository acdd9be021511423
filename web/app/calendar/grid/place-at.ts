import type { WallTime } from '../zone-times';
import { dayMinutes } from '../zone-times';
import { snapped } from './changed-times';

/** A place of the grid. */
export interface GridPlace extends WallTime {
  /** Whether it is a time of the day; else the day as a whole. */
  readonly isTimed: boolean;
}

/**
 * The place of the grid under a point of the screen; null beside the grid.
 */
export function placeAt(root: HTMLElement, x: number, y: number): GridPlace | null {
  const day = document.elementsFromPoint(x, y).find((element): element is HTMLElement => isDay(root, element));
  return day === undefined ? null : placeIn(day, y);
}

function isDay(root: HTMLElement, element: Element): boolean {
  return element instanceof HTMLElement && element.dataset.day !== undefined && root.contains(element);
}

function placeIn(day: HTMLElement, y: number): GridPlace {
  const date = day.dataset.day ?? '';
  if (day.dataset.timed === undefined) return { date, minutes: 0, isTimed: false };
  const { top, height } = day.getBoundingClientRect();
  return { date, minutes: snapped(((y - top) / height) * dayMinutes), isTimed: true };
}
