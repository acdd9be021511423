import { useSyncExternalStore } from 'react';

/** Where the days stand one below the other; the same width as in board.css. */
const query = '(width < 40rem)';

function subscribe(changed: () => void): () => void {
  const narrow = matchMedia(query);
  narrow.addEventListener('change', changed);
  return () => narrow.removeEventListener('change', changed);
}

/** Whether the screen is too narrow for days side by side. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
