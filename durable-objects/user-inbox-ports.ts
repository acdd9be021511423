import type { OutgoingMessage, SendOutcome } from '../src/inbox/channels/channel';
import type { ActionCall, InboxPorts } from '../src/inbox/ports';
import type { RoomAnswer, RoomRequest } from '../src/inbox/rooms/room-api';
import type { Outcome } from '../src/protocol/codes';
import type { DocumentPorts } from './ports';

/** What a person's inbox needs of the Worker it is deployed with; `src/index.ts` puts the two together. */
export interface UserInboxPorts<Env> extends Pick<DocumentPorts<Env>, 'authenticate' | 'log'> {
  /** The policy: may this identity do this with its own inbox? */
  readonly allows: InboxPorts['allows'];
  /** Asks a room for somebody, if they may. */
  readonly askRoom: (env: Env, request: RoomRequest) => Promise<RoomAnswer>;
  /** Hands a message to its channel. */
  readonly send: (env: Env, message: OutgoingMessage) => Promise<SendOutcome>;
  /** Calls the address of an action. */
  readonly callAction: (env: Env, call: ActionCall) => Promise<Outcome<null>>;
}
