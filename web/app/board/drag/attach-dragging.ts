import type { Day, ItemIndex } from '../../../react';
import type { CardPlace } from '../move-by-key';
import { attachLifting } from './lifting';
import { attachPointerDragging } from './pointer-dragging';

/** What somebody who drags without seeing it is told, and what everybody is told when a drag ends without them. */
export type DragEvent =
  | { readonly kind: 'lifted'; readonly id: string }
  /** `max`: the number of places on that day. */
  | { readonly kind: 'over'; readonly id: string; readonly place: CardPlace; readonly max: number }
  | { readonly kind: 'cancelled'; readonly id: string }
  | { readonly kind: 'gone' };

/** What dragging needs of the board. */
export interface DragHost {
  readonly index: ItemIndex;
  /** The columns from left to right. */
  readonly columns: { readonly current: readonly Day[] };
  /** Puts a card at a place; it is there on the page when this returns. */
  readonly place: (id: string, day: Day, index: number) => void;
  readonly say: (event: DragEvent) => void;
}

/** Lets the cards of a board be dragged, until the returned function is called. */
export function attachDragging(root: HTMLElement, host: DragHost): () => void {
  const detachPointer = attachPointerDragging(root, host);
  const detachKeyboard = attachLifting(root, host);
  root.dataset.draggable = 'true';
  return () => {
    delete root.dataset.draggable;
    detachPointer();
    detachKeyboard();
  };
}

/** A card on the page; null when it is gone. */
export function cardElement(root: HTMLElement, id: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`);
}
