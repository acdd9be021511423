import * as Y from 'yjs';
import type { DocumentSchema } from '../schema';
import type { LogRow, LogStore } from '../storage';
import type { DecodedUpdate } from '../update-facts';
import { type Change, changeOf, isChangeOf, mergeChanges } from './changes';
import { documentAt } from './document-at';
import { type StepKind, type Steps, takeStep } from './inversion';

/** Edits of one session that follow each other within this time are one step. */
const stepMs = 500;
/** So often a replay starts anew because a step did not come out as it did then. After that, steps are only applied. */
const maxRestarts = 3;

/** The log behind a version, played again: the document with everything that was deleted since, and everybody's steps. */
export interface Replay {
  readonly doc: Y.Doc;
  /** What each row did, by version. */
  readonly changes: ReadonlyMap<number, Change>;
  readonly stepsOf: (person: string) => Steps;
}

export interface ReplayedLog {
  readonly schema: DocumentSchema;
  readonly log: LogStore;
  /** The client id of the server: what it writes in a row of somebody is repair. */
  readonly serverClient: number;
}

/** Plays the log again from a version to its head. */
export function replayLog(source: ReplayedLog, from: number): Replay {
  const rows = source.log.rows(from, source.log.head());
  const foreign = new Set<number>();
  for (let start = 0; ; start++) {
    const replay = new Player(source, from, start < maxRestarts ? foreign : null);
    const failed = rows.find((row) => !replay.play(row));
    if (failed === undefined) return replay;
    foreign.add(failed.version);
  }
}

interface Track extends Steps {
  /** The last edit, which the next one may continue; null when something else came after it. */
  last: Pick<LogRow, 'session' | 'atMs'> | null;
}

class Player implements Replay {
  readonly doc: Y.Doc;
  readonly changes = new Map<number, Change>();
  readonly #tracks = new Map<string, Track>();
  /** Nobody writes under it. While the doc has a client's own id, Yjs takes that client's rows for a mistake. */
  readonly #idle: number;

  /** @param foreign versions of steps that are only applied, because they come out differently; null for all of them. */
  constructor(
    private readonly source: ReplayedLog,
    from: number,
    private readonly foreign: ReadonlySet<number> | null,
  ) {
    this.doc = documentAt(source.schema, source.log, from);
    this.doc.gc = false;
    this.#idle = this.doc.clientID;
  }

  readonly stepsOf = (person: string): Track => {
    const track = this.#tracks.get(person) ?? { undo: [], redo: [], last: null };
    this.#tracks.set(person, track);
    return track;
  };

  /** False when a step did not come out as it did then: what is here is of no use any more. */
  play(row: LogRow): boolean {
    const track = this.stepsOf(row.actor);
    const isStep = row.kind === 'undo' || row.kind === 'redo';
    if (!isStep) this.#playEdit(row, track);
    else if (this.foreign === null || this.foreign.has(row.version)) this.#playForeignStep(row, row.kind as StepKind, track);
    else return this.#playStep(row, row.kind as StepKind, track);
    return true;
  }

  #playEdit(row: LogRow, track: Track): void {
    const change = this.#apply(row);
    const { last } = track;
    const continues =
      row.kind === 'edit' &&
      last !== null &&
      last.session === row.session &&
      row.atMs - last.atMs < stepMs &&
      track.undo.length > 0;
    const former = continues ? track.undo.pop() : undefined;
    track.undo.push(former === undefined ? change : mergeChanges([former, change]));
    track.redo = [];
    track.last = row.kind === 'edit' ? row : null;
  }

  /** Takes the step again, so that Yjs knows which of the new items are copies of which old ones. */
  #playStep(row: LogRow, kind: StepKind, track: Track): boolean {
    const update = Y.decodeUpdate(row.bytes);
    const client = this.#clientIn(update);
    this.doc.clientID = client;
    track.last = null;
    const taken = changeOf(this.doc, () => void takeStep(this.doc, this.source.schema, track, kind));
    this.doc.clientID = this.#idle;
    if (!isChangeOf(update, client, taken)) return false;
    const repaired = this.#apply(row);
    this.changes.set(row.version, mergeChanges([taken, repaired]));
    return true;
  }

  #playForeignStep(row: LogRow, kind: StepKind, track: Track): void {
    const change = this.#apply(row);
    const [from, to] = kind === 'undo' ? [track.undo, track.redo] : [track.redo, track.undo];
    from.pop();
    to.push(change);
    track.last = null;
  }

  #apply(row: LogRow): Change {
    const change = changeOf(this.doc, () => Y.applyUpdate(this.doc, row.bytes));
    this.changes.set(row.version, change);
    return change;
  }

  /** The client under which a step was written, if it wrote anything. */
  #clientIn({ structs }: DecodedUpdate): number {
    const struct = structs.find(({ id }) => id.client !== this.source.serverClient);
    return struct?.id.client ?? this.#idle;
  }
}
