import { cardElement, type DragHost } from './attach-dragging';
import { BoardPlaces, type PlaceOnScreen } from './board-places';
import { scrollAt } from './drag-scrolling';
import { DropLine, Ghost } from './drag-sight';

/**
 * A card on its way. Nothing of it goes through React until it is dropped: once per frame a picture of the card and a
 * line are moved, and the board scrolls when the pointer is near an edge.
 */
export class CardDrag {
  readonly #root: HTMLElement;
  readonly #host: DragHost;
  readonly #id: string;
  readonly #start: readonly [number, number];
  readonly #onGone: () => void;
  readonly #places: BoardPlaces;
  readonly #ghost: Ghost;
  readonly #line = new DropLine();
  readonly #listening = new AbortController();
  readonly #mutations: MutationObserver;
  #point: readonly [number, number];
  #target: PlaceOnScreen | null = null;
  #frame = 0;

  /** @param onGone called when the drag ends by itself, because somebody deleted the card. */
  constructor(root: HTMLElement, host: DragHost, card: HTMLElement, start: readonly [number, number], onGone: () => void) {
    this.#root = root;
    this.#host = host;
    this.#id = card.dataset.item ?? '';
    this.#start = start;
    this.#point = start;
    this.#onGone = onGone;
    this.#places = new BoardPlaces(root);
    this.#ghost = new Ghost(card);
    getSelection()?.removeAllRanges();
    root.dataset.dragging = 'true';
    card.dataset.taken = 'true';
    const { signal } = this.#listening;
    window.addEventListener('scroll', () => this.#places.forget(), { signal, capture: true, passive: true });
    window.addEventListener('resize', () => this.#places.forget(), { signal });
    this.#mutations = new MutationObserver(() => this.#onMutation());
    this.#mutations.observe(root, { childList: true, subtree: true });
    this.#frame = requestAnimationFrame(this.#onFrame);
  }

  moveTo(x: number, y: number): void {
    this.#point = [x, y];
  }

  drop(): void {
    this.#aim();
    const { place } = this.#target ?? {};
    this.#stop();
    if (place !== undefined) this.#host.place(this.#id, place.day, place.index);
    this.#ghost.settle(cardElement(this.#root, this.#id));
  }

  cancel(): void {
    this.#stop();
    this.#ghost.settle(cardElement(this.#root, this.#id));
    this.#host.say({ kind: 'cancelled', id: this.#id });
  }

  readonly #onFrame = (): void => {
    const [x, y] = this.#point;
    const column = this.#places.columnAt(x, y);
    if (scrollAt(this.#root, column?.list ?? null, x, y)) this.#places.forget();
    this.#aim();
    this.#ghost.moveBy(x - this.#start[0], y - this.#start[1]);
    this.#line.show(this.#target);
    this.#frame = requestAnimationFrame(this.#onFrame);
  };

  #aim(): void {
    this.#target = this.#places.at(...this.#point, this.#id);
  }

  /** Somebody changed the board meanwhile. */
  #onMutation(): void {
    this.#places.forget();
    const card = cardElement(this.#root, this.#id);
    if (card !== null) {
      card.dataset.taken = 'true';
      return;
    }
    this.#stop();
    this.#ghost.remove();
    this.#host.say({ kind: 'gone' });
    this.#onGone();
  }

  #stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#listening.abort();
    this.#mutations.disconnect();
    this.#line.remove();
    delete this.#root.dataset.dragging;
    delete cardElement(this.#root, this.#id)?.dataset.taken;
  }
}
