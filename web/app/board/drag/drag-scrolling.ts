import { scrollStep } from './board-places';

/**
 * Scrolls what a pointer is near the edge of by the step of one frame: the strip of columns, the column, and the page.
 * Answers whether anything moved.
 */
export function scrollAt(root: HTMLElement, list: HTMLElement | null, x: number, y: number): boolean {
  const strip = root.querySelector<HTMLElement>('[data-strip]');
  const across = strip !== null && scrollsAcross(strip) ? scrollBy(strip, stepAcross(strip, x), 0) : false;
  const down = list !== null && scrollsDown(list) ? scrollBy(list, 0, stepDown(list, y)) : false;
  const page = document.scrollingElement;
  const pageStep = scrollStep(y, { start: 0, end: window.innerHeight });
  return across || down || (page !== null && !down && scrollBy(page, 0, pageStep));
}

/** Over a column that stands still at the edge of the strip nothing scrolls: cards are taken from there and put there. */
function stepAcross(strip: HTMLElement, x: number): number {
  const { left, right } = strip.getBoundingClientRect();
  const start = left + (Number.parseFloat(getComputedStyle(strip).scrollPaddingInlineStart) || 0);
  return x < start && start > left ? 0 : scrollStep(x, { start: Math.max(start, 0), end: Math.min(right, window.innerWidth) });
}

function stepDown(list: HTMLElement, y: number): number {
  const { top, bottom } = list.getBoundingClientRect();
  return scrollStep(y, { start: Math.max(top, 0), end: Math.min(bottom, window.innerHeight) });
}

function scrollsAcross({ scrollWidth, clientWidth }: HTMLElement): boolean {
  return scrollWidth > clientWidth;
}

function scrollsDown({ scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight > clientHeight;
}

function scrollBy(element: Element, left: number, top: number): boolean {
  if (left === 0 && top === 0) return false;
  const [fromLeft, fromTop] = [element.scrollLeft, element.scrollTop];
  element.scrollBy({ left, top, behavior: 'instant' });
  return element.scrollLeft !== fromLeft || element.scrollTop !== fromTop;
}
