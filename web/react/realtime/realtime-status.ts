import type { InboxState } from '../../sdk';
import type { RealtimeTexts } from './realtime-texts';

/** How a connection looks; also the value of `data-status`. */
export type RealtimeLook = 'calm' | 'busy' | 'offline' | 'problem';

/** Whether what is new comes at once; or soon enough, while nobody looks. Null: an inbox that is not opened yet. */
export function isLive(state: Pick<InboxState, 'status' | 'transport'> | null): boolean {
  if (state === null) return false;
  const { status, transport } = state;
  return status.name === 'live' || (status.name === 'polling' && (status.reason === 'hidden' || transport === 'sse'));
}

/** What a connection looks like, and what to say of it. Null: an inbox that is not opened yet. */
export function realtimeStatusOf(
  state: InboxState | null,
  texts: RealtimeTexts,
): { readonly look: RealtimeLook; readonly words: string } {
  if (state === null) return { look: 'busy', words: texts.connecting };
  const { status } = state;
  switch (status.name) {
    case 'live':
    case 'polling':
      return isLive(state) ? { look: 'calm', words: texts.connected } : { look: 'busy', words: texts.slow };
    case 'connecting':
      return { look: 'busy', words: texts.connecting };
    case 'offline':
      return { look: 'offline', words: texts.offline };
    case 'denied':
      return { look: 'problem', words: status.reason === 'unauthenticated' ? texts.signedOut : texts.ended };
    case 'closed':
      return { look: 'problem', words: texts.ended };
  }
}
