import type { EventApi, EventView } from '../../../react/events';
import type { EditPlan } from './edit-plan';
import type { GridEdit } from './grid-edit';
import type { Refusal, RefusedCreation } from './refused-creations';

/** An edit that the server has not taken yet. */
export interface HeldEdit {
  /** Of the edit, and the idempotency key of what it creates. */
  readonly id: string;
  readonly edit: GridEdit;
  /** What is still to be done; null while nobody has asked the server what that is. */
  readonly plan: EditPlan | null;
  /** The server does not take what was to be created: it is no more sent, and waits for whoever wrote it. */
  readonly refusal?: Refusal;
  /** A part of it was done, and the rest is refused, or not wanted any more: `plan` takes that part back. It shows no more. */
  readonly isTakenBack?: true;
}

/** Where edits wait when there is no connection. Both reject where the device keeps nothing. */
export interface EditShelf {
  read(): Promise<readonly HeldEdit[] | null>;
  update(change: (kept: readonly HeldEdit[] | null) => readonly HeldEdit[]): Promise<void>;
}

export type EditOutcome =
  | {
      readonly kind: 'done';
      /** The event that was created or changed; null for one that is gone. */
      readonly event: EventView | null;
      /** All occurrences of the series stay on their days: its rule cannot name the new ones. */
      readonly keepsDays: boolean;
      readonly undo: () => Promise<void>;
    }
  /** It goes out once the server can be reached. */
  | { readonly kind: 'waiting'; readonly undo: () => Promise<void> }
  | { readonly kind: 'refused'; readonly error: Error };

/** The edits that are shown though the server has not taken them: a new object at each change. */
export interface ShownEdits {
  readonly edits: readonly GridEdit[];
  /** New events that the server does not take, oldest first. */
  readonly refused: readonly RefusedCreation[];
  /** How many edits show no more, and a part of each is still to be taken back. */
  readonly takenBack: number;
  /** Whether they wait for a connection, and are not just on their way. */
  readonly isWaiting: boolean;
  /** Whether they survive the end of the page. */
  readonly isKept: boolean;
}

export interface HeldEditsOptions {
  readonly api: EventApi;
  /** Null keeps nothing on the device. */
  readonly shelf: EditShelf | null;
  /** Lets one tab after the other send what they share. */
  readonly alone: (run: () => Promise<void>) => Promise<void>;
  readonly newId: () => string;
  /** Calls somewhat later. */
  readonly later: (run: () => void) => void;
}

/** Whoever shows the edits. */
export interface EditView {
  /** Shows what the server has by now. */
  refresh(): Promise<void>;
  /** The server does not take an edit that waited. */
  refused(edit: GridEdit, error: Error): void;
}
