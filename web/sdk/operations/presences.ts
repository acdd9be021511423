import type { OperationPresence, OperationReplies } from '../../../src/protocol/operations';

type Told = Pick<OperationReplies, 'PRESENCE_STATE' | 'PRESENCE_JOIN' | 'PRESENCE_UPDATE' | 'PRESENCE_LEAVE'>;

/** Who else is here after a message of the server. */
export function presencesAfter<Type extends keyof Told>(
  before: readonly OperationPresence[],
  type: Type,
  payload: Told[Type],
): readonly OperationPresence[] {
  if (type === 'PRESENCE_STATE') return (payload as Told['PRESENCE_STATE']).presences;
  const told = payload as OperationPresence;
  const others = before.filter(({ client_id, user_id }) => client_id !== told.client_id || user_id !== told.user_id);
  return type === 'PRESENCE_LEAVE' ? others : [...others, told];
}
