import type { ConflictMessage, Operation } from '../../../src/protocol/operations';
import { valueAt } from './apply-operations';
import type { DocumentShape } from './document-shape';
import type { ConflictAnswer, OperationConflict } from './operation-results';
import type { PendingOperation } from './pending-operation';

/** A conflict that the server has told: both values are written. */
export function concurrentConflict({ conflict_id, path, base, mine, theirs, by, versions }: ConflictMessage): OperationConflict {
  const version = versions.winner;
  return { id: conflict_id, reason: 'concurrent', path, base, mine, theirs, by, version, operations: [] };
}

/** Operations that the server did not take, because its document was not as they expected. */
export function staleConflict(shape: DocumentShape, { id, stable }: PendingOperation, server: unknown): OperationConflict {
  const writing = stable.find(({ op }) => op !== 'test') ?? stable[0];
  const path = writing?.path ?? '';
  const mine = writing !== undefined && 'value' in writing ? writing.value : null;
  return { id, reason: 'stale', path, mine, theirs: valueAt(shape, server, path) ?? null, by: null, operations: stable };
}

/** An answer as `POST …/conflicts/{id}` takes it. */
export function choiceOf(answer: ConflictAnswer): { readonly choice: string; readonly value?: unknown } {
  if (typeof answer === 'object') return { choice: 'merged', value: answer.merge };
  return { choice: answer === 'keep_local' ? 'mine' : 'theirs' };
}

/** What is to be done for an answer to a conflict whose operations were not taken. */
export function operationsFor({ operations, path }: OperationConflict, answer: ConflictAnswer): readonly Operation[] {
  if (answer === 'keep_server') return [];
  return answer === 'keep_local' ? operations : [{ op: 'replace', path, value: answer.merge }];
}
