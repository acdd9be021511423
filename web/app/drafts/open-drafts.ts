import type { Draft } from './draft';

const open = new Set<Draft>();

/** Sees to it that a draft is written before the page goes away; answers how to end that. */
export function watchDraft(draft: Draft): () => void {
  if (open.size === 0) listen(addEventListener);
  open.add(draft);
  return () => {
    open.delete(draft);
    if (open.size === 0) listen(removeEventListener);
  };
}

/** Writes the drafts of all fields: what comes next takes them for granted. */
export function settleDrafts(): void {
  for (const draft of [...open]) draft.settle();
}

function listen(change: typeof addEventListener): void {
  // The earlier the better: what is written still has to reach the disk. On a phone, being hidden may be the last one hears.
  for (const event of ['beforeunload', 'pagehide', 'visibilitychange']) change(event, onLeaving);
}

function onLeaving({ type }: Event): void {
  if (type === 'visibilitychange' && document.visibilityState === 'visible') return;
  for (const draft of open) draft.leave();
}
