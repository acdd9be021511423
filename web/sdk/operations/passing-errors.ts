import type { ErrorCode } from '../../../src/protocol/codes';
import type { OperationError } from '../../../src/protocol/operations';

/** What the server may say of a request that it would take a moment later. */
const passing: ReadonlySet<OperationError['code']> = new Set<ErrorCode>([
  'rate-limited',
  'overloaded',
  'unavailable',
  'internal',
]);

/** After how many ms a request that was refused may be sent again; null for never. */
export function waitMsOf({ code, retry_after = 1 }: OperationError): number | null {
  return passing.has(code) ? retry_after * 1_000 : null;
}
