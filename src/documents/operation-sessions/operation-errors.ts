import { errorCodes, problemType, type Refusal } from '../../protocol/codes';
import type { LockView, OperationError } from '../../protocol/operations';
import type { Versioned } from '../api';
import type { Content } from '../view';

/** The names of a refusal's extensions that an error of this language has too. */
interface Extensions {
  readonly index?: number;
  readonly pointer?: string;
  readonly errors?: readonly { readonly pointer: string }[];
  readonly retryAfterMs?: number;
  readonly url?: string;
  readonly lock?: LockView;
}

/** A refusal as the payload of an ERROR (PROTOCOL.md O12). */
export function operationErrorOf({ code, detail, extensions = {} }: Refusal): OperationError {
  const { index, errors, pointer = errors?.[0]?.pointer, retryAfterMs, url, lock } = extensions as Extensions;
  const { status, title } = errorCodes[code];
  return {
    type: problemType(code),
    status,
    code,
    title,
    ...(detail === undefined ? {} : { detail }),
    ...(index === undefined ? {} : { index }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(retryAfterMs === undefined ? {} : { retry_after: Math.max(1, Math.ceil(retryAfterMs / 1000)) }),
    ...(url === undefined ? {} : { url }),
    ...(lock === undefined ? {} : { lock }),
  };
}

/** What a client needs that has to choose between its own and the server's: the error with the document as it is. */
export function conflictOf(refusal: Refusal, { view, version }: Versioned<Content>): OperationError {
  return {
    ...operationErrorOf(refusal),
    type: problemType('conflict'),
    status: 409,
    code: 'CONFLICT',
    title: 'The document is not as the operation expects',
    server_state: view,
    current_version: version,
  };
}
