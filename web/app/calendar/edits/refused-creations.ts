import { ProblemError } from '../../../react';
import type { GridEdit } from './grid-edit';
import type { HeldEdit } from './held-edit';

/** Why the server does not take an edit, as it is kept. */
export type Refusal = Pick<ProblemError, 'code' | 'status' | 'message'>;

/** A new event that the server does not take: its author may change it, or let it go. */
export interface RefusedCreation {
  readonly id: string;
  readonly edit: Extract<GridEdit, { readonly kind: 'create' }>;
  readonly error: Error;
}

export function refusalOf(error: Error): Refusal {
  if (!(error instanceof ProblemError)) return { code: 'unexpected', status: 0, message: error.message };
  const { code, status, message } = error;
  return { code, status, message };
}

export function refusedCreations(held: readonly HeldEdit[]): RefusedCreation[] {
  return held.flatMap(({ id, edit, refusal }) =>
    refusal === undefined || edit.kind !== 'create'
      ? []
      : [{ id, edit, error: new ProblemError(refusal.code, refusal.status, refusal.message) }],
  );
}
