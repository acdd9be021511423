import { type CardPlace, othersIn, placeByKey, placeOf } from '../move-by-key';
import { cardElement, type DragHost } from './attach-dragging';
import { BoardPlaces } from './board-places';
import { DropLine } from './drag-sight';

/**
 * Drags cards by keyboard: Space or Enter on a handle lifts the card, arrows choose its place, Space or Enter drops it
 * there, Escape leaves it where it was. Only the drop is an edit.
 */
export function attachLifting(root: HTMLElement, host: DragHost): () => void {
  let lifted: Lifted | null = null;
  const end = () => {
    lifted?.stop();
    lifted = null;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const handle = event.target.closest('[data-handle]');
    const id = handle?.closest<HTMLElement>('[data-item]')?.dataset.item;
    if (id === undefined) return;
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (lifted === null && !isPress) return;
    event.preventDefault();
    event.stopPropagation();
    if (lifted === null) {
      lifted = Lifted.of(root, host, id);
    } else if (isPress) {
      const { place } = lifted;
      end();
      host.place(id, place.day, place.index);
      document.activeElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      end();
      host.say({ kind: 'cancelled', id });
    } else lifted.aim(event.key);
  };
  const onFocusOut = (event: FocusEvent) => {
    if (lifted === null) return;
    const { id } = lifted;
    // Somebody else moved or deleted the card: in its new place it has the focus again.
    if (event.target instanceof Element && !event.target.isConnected) return;
    end();
    host.say({ kind: 'cancelled', id });
  };
  root.addEventListener('keydown', onKeyDown, { capture: true });
  root.addEventListener('focusout', onFocusOut);
  return () => {
    end();
    root.removeEventListener('keydown', onKeyDown, { capture: true });
    root.removeEventListener('focusout', onFocusOut);
  };
}

/** A card that has been lifted, and the place it would drop to. */
class Lifted {
  readonly id: string;
  place: CardPlace;
  readonly #root: HTMLElement;
  readonly #host: DragHost;
  readonly #line = new DropLine();
  readonly #places: BoardPlaces;

  private constructor(root: HTMLElement, host: DragHost, id: string, place: CardPlace) {
    this.#root = root;
    this.#host = host;
    this.id = id;
    this.place = place;
    this.#places = new BoardPlaces(root);
    root.dataset.dragging = 'true';
    this.#card?.setAttribute('data-taken', 'true');
    window.addEventListener('scroll', this.#draw, { capture: true, passive: true });
    this.#draw();
    host.say({ kind: 'lifted', id });
  }

  static of(root: HTMLElement, host: DragHost, id: string): Lifted | null {
    const place = placeOf(host.index, id);
    return place === null ? null : new Lifted(root, host, id, place);
  }

  /** Follows a key; says where that is. */
  aim(key: string): void {
    const othersOf = othersIn(this.#host.index, this.id);
    const to = placeByKey(key, this.place, this.#host.columns.current, othersOf);
    if (to === null) return;
    this.place = to;
    this.#reveal();
    this.#draw();
    this.#host.say({ kind: 'over', id: this.id, place: to, max: othersOf(to.day) + 1 });
  }

  stop(): void {
    window.removeEventListener('scroll', this.#draw, { capture: true });
    this.#line.remove();
    delete this.#root.dataset.dragging;
    this.#card?.removeAttribute('data-taken');
  }

  get #card(): HTMLElement | null {
    return cardElement(this.#root, this.id);
  }

  readonly #draw = (): void => {
    this.#places.forget();
    this.#line.show(this.#places.shown(this.place, this.id));
  };

  /** Scrolls to the place: to the card that stands there, or to the column where none does. */
  #reveal(): void {
    const column = this.#root.querySelector(`[data-column="${this.place.day ?? 'none'}"]`);
    const cards = [...(column?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].filter(
      ({ dataset }) => dataset.item !== this.id,
    );
    const near = cards[this.place.index] ?? cards.at(-1) ?? column;
    near?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
