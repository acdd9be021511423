/** The server has ended a connection and said why, as a WebSocket's close does. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';
  /** Of a WebSocket close. */
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}
