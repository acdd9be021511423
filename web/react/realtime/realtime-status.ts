import type { InboxState } from '../../sdk';
import type { RealtimeTexts } from './realtime-texts';

/** How a connection looks; also the value of `data-status`. */
export type RealtimeLook = 'calm' | 'busy' | 'offline' | 'problem';

/** What a connection looks like, and what to say of it. Null: an inbox that is not opened yet. */
export function realtimeStatusOf(
  state: InboxState | null,
  texts: RealtimeTexts,
): { readonly look: RealtimeLook; readonly words: string } {
  if (state === null) return { look: 'busy', words: texts.connecting };
  const { status } = state;
  switch (status.name) {
    case 'live':
      return { look: 'calm', words: texts.connected };
    case 'connecting':
      return { look: 'busy', words: texts.connecting };
    case 'polling':
      return status.reason === 'hidden' || state.transport === 'sse'
        ? { look: 'calm', words: texts.connected }
        : { look: 'busy', words: texts.slow };
    case 'offline':
      return { look: 'offline', words: texts.offline };
    case 'denied':
      return { look: 'problem', words: status.reason === 'unauthenticated' ? texts.signedOut : texts.ended };
    case 'closed':
      return { look: 'problem', words: texts.ended };
  }
}
