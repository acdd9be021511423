/** What stands on a day from one minute to another. */
export interface DayPiece {
  readonly from: number;
  readonly to: number;
}

/** Where a piece stands beside those that it overlaps. */
export interface PieceColumn {
  /** From 0. */
  readonly column: number;
  /** How many of `columns` it is wide: nothing stands in those at its side. */
  readonly width: number;
  readonly columns: number;
}

/** Shorter ones are drawn as tall as this, and must not cover each other, in minutes. */
export const leastMinutes = 30;

/**
 * Lays pieces of a day out beside each other, so that none covers another one. Answers in the order of the pieces, which have
 * to come sorted by their beginning.
 */
export function columnsOf(pieces: readonly DayPiece[]): PieceColumn[] {
  const placed: PieceColumn[] = [];
  for (let start = 0; start < pieces.length; ) {
    const end = endOfCluster(pieces, start);
    placed.push(...placeCluster(pieces.slice(start, end)));
    start = end;
  }
  return placed;
}

/** Pieces that overlap each other, directly or over others, share their columns. */
function endOfCluster(pieces: readonly DayPiece[], start: number): number {
  let end = start;
  for (let until = -1; end < pieces.length; end++) {
    const piece = pieces[end] as DayPiece;
    if (end > start && piece.from >= until) break;
    until = Math.max(until, drawnTo(piece));
  }
  return end;
}

function placeCluster(pieces: readonly DayPiece[]): PieceColumn[] {
  const columns: DayPiece[][] = [];
  const column = pieces.map((piece) => {
    const free = columns.findIndex((taken) => drawnTo(taken.at(-1) as DayPiece) <= piece.from);
    const chosen = free === -1 ? columns.push([]) - 1 : free;
    columns[chosen]?.push(piece);
    return chosen;
  });
  return pieces.map((piece, index) => {
    const own = column[index] as number;
    let width = 1;
    while (own + width < columns.length && !columns[own + width]?.some((other) => overlap(piece, other))) width++;
    return { column: own, width, columns: columns.length };
  });
}

function drawnTo({ from, to }: DayPiece): number {
  return Math.max(to, from + leastMinutes);
}

function overlap(a: DayPiece, b: DayPiece): boolean {
  return a.from < drawnTo(b) && b.from < drawnTo(a);
}
