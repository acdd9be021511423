import { followPress, ignoreNextClick } from '../../design/pointer-press';
import { isControl } from '../controls';
import type { DragHost } from './attach-dragging';
import { CardDrag } from './card-drag';

/** A finger that rests this long on a card takes it up; one that moves before that scrolls. */
const longPressMs = 250;
const mouseSlackPx = 5;
const fingerSlackPx = 8;

/**
 * Drags cards by mouse, pen and finger. Events of pointers, not the browser's own drag and drop: inside an element that
 * is `draggable` Firefox lets nobody place the caret in a field, and several browsers do not drag by touch.
 */
export function attachPointerDragging(root: HTMLElement, host: DragHost): () => void {
  let press: Press | null = null;

  const onPointerDown = (event: PointerEvent) => {
    const card = takenCard(event);
    if (card === null || press !== null) return;
    press = new Press(root, host, card, event, () => {
      press = null;
    });
  };
  // Has to listen before a touch begins: a browser decides then whether the page may be scrolled by it.
  const onTouchMove = (event: TouchEvent) => {
    if (press?.isDragging && event.cancelable) event.preventDefault();
  };
  root.addEventListener('pointerdown', onPointerDown);
  root.addEventListener('touchmove', onTouchMove, { passive: false });
  return () => {
    press?.cancel();
    root.removeEventListener('pointerdown', onPointerDown);
    root.removeEventListener('touchmove', onTouchMove);
  };
}

/** The card that a pointer takes: by its handle, or by any part of it that does nothing itself. */
function takenCard({ target, button, isPrimary, ctrlKey }: PointerEvent): HTMLElement | null {
  if (!(target instanceof Element) || button !== 0 || !isPrimary || ctrlKey) return null;
  const isHandle = target.closest('[data-handle]') !== null;
  return isHandle || !isControl(target) ? target.closest<HTMLElement>('[data-item]:not([data-fixed])') : null;
}

/** A pointer that went down on a card, until it is up again. */
class Press {
  readonly #root: HTMLElement;
  readonly #host: DragHost;
  readonly #card: HTMLElement;
  readonly #start: PointerEvent;
  readonly #onEnd: () => void;
  readonly #scrolls: boolean;
  readonly #listening = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drag: CardDrag | null = null;

  constructor(root: HTMLElement, host: DragHost, card: HTMLElement, start: PointerEvent, onEnd: () => void) {
    this.#root = root;
    this.#host = host;
    this.#card = card;
    this.#start = start;
    this.#onEnd = onEnd;
    // A finger on anything but the handle may want to scroll.
    this.#scrolls = start.pointerType === 'touch' && !(start.target as Element).closest('[data-handle]');
    if (this.#scrolls) this.#timer = setTimeout(() => this.#begin(start), longPressMs);
    const handlers = { move: this.#onMove, up: this.#onUp, cancel: () => this.cancel(), keyDown: this.#onKeyDown };
    followPress(start.pointerId, handlers, this.#listening.signal);
  }

  get isDragging(): boolean {
    return this.#drag !== null;
  }

  cancel(): void {
    this.#drag?.cancel();
    this.#end();
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.#drag !== null) return this.#drag.moveTo(event.clientX, event.clientY);
    const way = Math.hypot(event.clientX - this.#start.clientX, event.clientY - this.#start.clientY);
    if (this.#scrolls) {
      if (way > fingerSlackPx) this.#end();
    } else if (way > mouseSlackPx) this.#begin(event);
  };

  readonly #onUp = (): void => {
    if (this.#drag !== null) {
      ignoreNextClick();
      this.#drag.drop();
    }
    this.#end();
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.#drag === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.cancel();
  };

  #begin({ clientX, clientY }: PointerEvent): void {
    clearTimeout(this.#timer);
    if (!this.#card.isConnected) return this.#end();
    this.#drag = new CardDrag(this.#root, this.#host, this.#card, [this.#start.clientX, this.#start.clientY], () => this.#end());
    this.#drag.moveTo(clientX, clientY);
    if (this.#scrolls) navigator.vibrate?.(10);
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#listening.abort();
    this.#drag = null;
    this.#onEnd();
  }
}
