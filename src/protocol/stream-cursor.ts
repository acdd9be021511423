/** A position in a stream of events: the same on every transport (PROTOCOL.md, Events). */
export interface StreamCursor {
  /** Names one life of the stream; a stream that was begun anew has another one. */
  readonly epoch: string;
  /** Number of the last event that was seen; 0 before the first one. */
  readonly offset: number;
}

const cursorPattern = /^([A-Za-z0-9_-]{1,32}):(0|[1-9]\d{0,14})$/;

/** The cursor as it crosses the wire: `epoch:offset`. */
export function formatCursor({ epoch, offset }: StreamCursor): string {
  return `${epoch}:${offset}`;
}

/** The cursor in a text; null for a text that is none. */
export function parseCursor(text: string): StreamCursor | null {
  const [, epoch, offset] = cursorPattern.exec(text) ?? [];
  return epoch === undefined || offset === undefined ? null : { epoch, offset: Number(offset) };
}
