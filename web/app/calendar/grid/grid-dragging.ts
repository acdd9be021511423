import { followPress, ignoreNextClick } from '../../design/pointer-press';
import type { DragKind } from './dragged-times';
import { type GridPlace, placeAt } from './place-at';

/** What the dragging needs of the calendar. */
export interface DragHost {
  /** Something is being dragged: an occurrence, or null for a new event. */
  drag(kind: DragKind, key: string | null, from: GridPlace, to: GridPlace): void;
  drop(kind: DragKind, key: string | null, from: GridPlace, to: GridPlace): void;
  cancel(): void;
  /** A place without anything was clicked, or tapped. */
  click(place: GridPlace): void;
}

/** A finger that rests this long takes something up; one that moves before that scrolls. */
const longPressMs = 300;
const mouseSlackPx = 4;
const fingerSlackPx = 8;

/** The nearest edge of what scrolls scrolls when the pointer comes so close, in px, by so much each frame. */
const edgePx = 36;
const scrollPx = 10;

/** Makes, moves and resizes events by mouse, pen and finger. */
export function attachGridDragging(root: HTMLElement, host: DragHost): () => void {
  let press: Press | null = null;
  const onPointerDown = (event: PointerEvent) => {
    const { target, button, isPrimary, ctrlKey } = event;
    if (press !== null || button !== 0 || !isPrimary || ctrlKey || !(target instanceof Element)) return;
    const taken = takenAt(root, target, event);
    if (taken !== null) press = new Press(root, host, taken, event, () => (press = null));
  };
  root.addEventListener('pointerdown', onPointerDown);
  // A browser decides when a touch begins whether the page may be scrolled by it at once: something has to listen already.
  root.addEventListener('touchmove', awaitPress, { passive: false });
  return () => {
    press?.cancel();
    root.removeEventListener('pointerdown', onPointerDown);
    root.removeEventListener('touchmove', awaitPress);
  };
}

/** What a finger does is for its {@link Press} to say. */
function awaitPress(): void {}

interface Taken {
  readonly kind: DragKind;
  readonly key: string | null;
  readonly from: GridPlace;
}

/** What a pointer would take; null for what cannot be dragged. */
function takenAt(root: HTMLElement, target: Element, { clientX, clientY }: PointerEvent): Taken | null {
  const from = placeAt(root, clientX, clientY);
  if (from === null) return null;
  const chip = target.closest<HTMLElement>('[data-event]');
  if (chip !== null) {
    const edge = target.closest<HTMLElement>('[data-edge]')?.dataset.edge;
    const kind = edge === 'start' || edge === 'end' ? edge : 'move';
    return chip.dataset.movable === undefined ? null : { kind, key: chip.dataset.event ?? '', from };
  }
  return target.closest('button, a, input') === null ? { kind: 'create', key: null, from } : null;
}

/** A pointer that went down on the grid, until it is up again. */
class Press {
  readonly #root: HTMLElement;
  readonly #host: DragHost;
  readonly #taken: Taken;
  readonly #start: PointerEvent;
  readonly #onEnd: () => void;
  readonly #isTouch: boolean;
  readonly #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;
  #last: PointerEvent;
  #to: GridPlace;
  #isDragging = false;

  constructor(root: HTMLElement, host: DragHost, taken: Taken, start: PointerEvent, onEnd: () => void) {
    this.#root = root;
    this.#host = host;
    this.#taken = taken;
    this.#start = start;
    this.#last = start;
    this.#to = taken.from;
    this.#onEnd = onEnd;
    this.#isTouch = start.pointerType === 'touch';
    if (this.#isTouch) this.#timer = setTimeout(() => this.#begin(), longPressMs);
    const handlers = { move: this.#onMove, up: this.#onUp, cancel: () => this.cancel(), keyDown: this.#onKeyDown };
    const { signal } = this.#listening;
    followPress(start.pointerId, handlers, signal);
    // What was taken is drawn anew elsewhere when it is dragged; the finger stays with the element that it came down on.
    start.target?.addEventListener('touchmove', this.#onTouchMove, { passive: false, signal });
  }

  cancel(): void {
    if (this.#isDragging) this.#host.cancel();
    this.#end();
  }

  readonly #onMove = (event: PointerEvent): void => {
    this.#last = event;
    if (this.#isDragging) return this.#drag();
    const way = Math.hypot(event.clientX - this.#start.clientX, event.clientY - this.#start.clientY);
    if (this.#isTouch) {
      if (way > fingerSlackPx) this.#end();
    } else if (way > mouseSlackPx) this.#begin();
  };

  /** Who drags does not scroll. */
  readonly #onTouchMove = (event: Event): void => {
    if (this.#isDragging && event.cancelable) event.preventDefault();
  };

  readonly #onUp = (): void => {
    const { kind, key, from } = this.#taken;
    if (this.#isDragging) {
      ignoreNextClick();
      this.#host.drop(kind, key, from, this.#to);
    } else if (kind === 'create') this.#host.click(from);
    this.#end();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#isDragging) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  };

  #begin(): void {
    clearTimeout(this.#timer);
    if (!this.#root.isConnected) return this.#end();
    this.#isDragging = true;
    this.#root.dataset.dragging = this.#taken.kind;
    if (this.#isTouch) navigator.vibrate?.(10);
    this.#drag();
    this.#scroll();
  }

  #drag(): void {
    const { kind, key, from } = this.#taken;
    this.#to = placeAt(this.#root, this.#last.clientX, this.#last.clientY) ?? this.#to;
    this.#host.drag(kind, key, from, this.#to);
  }

  /** Scrolls on as long as the pointer is at an edge. */
  readonly #scroll = (): void => {
    const scroller = this.#root.querySelector<HTMLElement>('[data-scroller]');
    if (scroller !== null) {
      const { top, bottom } = scroller.getBoundingClientRect();
      const { clientY } = this.#last;
      const by = clientY > bottom - edgePx ? scrollPx : clientY < top + 2 * edgePx ? -scrollPx : 0;
      if (by !== 0 && this.#taken.from.isTimed) {
        scroller.scrollTop += by;
        this.#drag();
      }
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  #end(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#listening.abort();
    delete this.#root.dataset.dragging;
    this.#onEnd();
  }
}
