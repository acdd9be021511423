import { type RefObject, useEffect } from 'react';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import type { DragHost } from './drag/attach-dragging';
import { useDayName } from './use-day-name';
import { usePlaceCard } from './use-place-card';
import { useSteady } from './use-steady';

/** Signs that somebody is about to take a card. */
const signs = ['pointerenter', 'pointerdown', 'focusin'] as const;

/**
 * Lets cards be dragged by mouse, touch and keyboard. What does that comes when the page has nothing else to do, or
 * somebody comes near the board; it listens at the board alone, so that no card changes by it.
 */
export function useDragging(root: RefObject<HTMLElement | null>): void {
  const { editable } = useBoard();
  const host = useSteady(useDragHost());
  useEffect(() => {
    const element = root.current;
    if (element === null || !editable) return undefined;
    let detach: (() => void) | undefined;
    let isOver = false;
    const load = () => {
      stopWaiting();
      void import('./drag/attach-dragging').then(({ attachDragging }) => {
        if (!isOver) detach ??= attachDragging(element, host);
      });
    };
    const stopWaiting = whenNeeded(element, load);
    return () => {
      isOver = true;
      stopWaiting();
      detach?.();
    };
  }, [root, editable, host]);
}

/** What dragging needs of the board. */
function useDragHost(): DragHost {
  const text = useTextOf();
  const show = useToast();
  const dayName = useDayName();
  const place = usePlaceCard();
  const { index, columns, announce } = useBoard();
  const titleOf = (id: string) => index.text(id, 'title')?.toString() || text('item.untitled');
  return {
    index,
    columns,
    place,
    say: (event) => {
      switch (event.kind) {
        case 'lifted':
          return announce(text('item.lifted', { title: titleOf(event.id) }));
        case 'over':
          return announce(text('item.over', { field: dayName(event.place.day), count: event.place.index + 1, max: event.max }));
        case 'cancelled':
          return announce(text('item.putBack', { title: titleOf(event.id) }));
        case 'gone':
          return show({ text: text('item.gone') });
      }
    },
  };
}

function whenNeeded(element: HTMLElement, load: () => void): () => void {
  for (const sign of signs) element.addEventListener(sign, load);
  // Not in every browser.
  const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback(load, { timeout: 3_000 }) : undefined;
  return () => {
    for (const sign of signs) element.removeEventListener(sign, load);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
