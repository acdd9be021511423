import type { PlaceOnScreen } from './board-places';

const settleMs = 160;

/** The line that shows where a card would go. */
export class DropLine {
  readonly #element: HTMLElement;

  constructor() {
    this.#element = document.createElement('div');
    this.#element.className = 'drop-line';
    document.body.append(this.#element);
  }

  show(place: PlaceOnScreen | null): void {
    const { style } = this.#element;
    style.visibility = place === null ? 'hidden' : 'visible';
    if (place === null) return;
    style.width = `${place.width}px`;
    style.transform = `translate(${place.left}px, ${place.top}px)`;
  }

  remove(): void {
    this.#element.remove();
  }
}

/** The picture of a card that follows the pointer. */
export class Ghost {
  readonly #element: HTMLElement;
  readonly #start: DOMRect;

  constructor(card: HTMLElement) {
    const frame = card.querySelector<HTMLElement>('.card-frame') ?? card;
    this.#start = frame.getBoundingClientRect();
    this.#element = pictureOf(frame);
    const { style } = this.#element;
    style.left = `${this.#start.left}px`;
    style.top = `${this.#start.top}px`;
    style.width = `${this.#start.width}px`;
    document.body.append(this.#element);
  }

  /** Moves it by pixels from where the card was taken up. */
  moveBy(x: number, y: number): void {
    this.#element.style.transform = `translate(${x}px, ${y}px) rotate(1.5deg)`;
  }

  /** Lets it go: it glides to where the card is now, and is no more. */
  settle(card: Element | null): void {
    const to = card?.querySelector('.card-frame')?.getBoundingClientRect();
    if (to === undefined || matchMedia('(prefers-reduced-motion: reduce)').matches) return this.remove();
    const end = `translate(${to.left - this.#start.left}px, ${to.top - this.#start.top}px)`;
    const glide = this.#element.animate({ transform: end }, { duration: settleMs, easing: 'ease-out', fill: 'forwards' });
    glide.onfinish = () => this.remove();
  }

  remove(): void {
    this.#element.remove();
  }
}

/** A copy that looks like an element and is nothing else: not to be found, focused or read aloud. */
function pictureOf(element: HTMLElement): HTMLElement {
  const copy = element.cloneNode(true) as HTMLElement;
  const fields = element.querySelectorAll<HTMLTextAreaElement>('textarea');
  copy.querySelectorAll('textarea').forEach((field, i) => {
    field.value = fields[i]?.value ?? '';
  });
  copy.querySelector('[data-details]')?.remove();
  for (const part of [copy, ...copy.querySelectorAll<HTMLElement>('*')]) {
    part.removeAttribute('id');
    for (const name of Object.keys(part.dataset)) if (name !== 'type') delete part.dataset[name];
  }
  copy.classList.add('card-ghost');
  copy.inert = true;
  return copy;
}
