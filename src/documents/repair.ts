import * as Y from 'yjs';
import type { Examination, StructRange } from './examination';
import type { WantedPlace } from './placement';
import { repairElements } from './repair-elements';
import { repairJson } from './repair-json';
import { repairIds, repairKeys } from './repair-keys';
import { repairPlaces } from './repair-places';
import { repairRules } from './repair-rules';
import type { DocumentSchema } from './schema';
import type { Replacement } from './storage';

/** What the server needs to know to repair what one update broke. */
export interface RepairSubject {
  readonly doc: Y.Doc;
  readonly schema: DocumentSchema;
  readonly examination: Examination;
  /** The author may set a ranked field back (PROTOCOL.md R7). */
  readonly mayLowerStatus: boolean;
  /** Elements whose plain ancestor the update deletes (R4). */
  readonly deletedReplacements: ReadonlySet<string>;
  readonly random: () => number;
  readonly newId: () => string;
}

/** What a repair did. */
export interface RepairResult {
  /** JSON pointers of the fields that do not hold what their author wrote. */
  readonly repaired: readonly string[];
  /** JSON pointers of what the repair itself touched. */
  readonly touched: readonly string[];
  readonly replacements: readonly Replacement[];
}

/** Collects what the steps of a repair did. */
export class RepairReport {
  readonly repaired = new Set<string>();
  readonly touched = new Set<string>();
  readonly replacements: Omit<Replacement, 'serverClock'>[] = [];
  /** What is known of the places of elements that were made from plain objects. */
  readonly wantedPlaces = new Map<Y.Map<unknown>, WantedPlace>();

  /** The author's value did not stay. */
  refuse(path: string): void {
    this.repaired.add(path);
    this.touched.add(path);
  }

  /** The author's value stayed, in another form. */
  adapt(path: string): void {
    this.touched.add(path);
  }
}

/**
 * Brings a document back into its schema after an update, in a transaction of its own: inside the transaction of the
 * apply Yjs would take another client id for the server's.
 */
export function repair(subject: RepairSubject): RepairResult {
  if (isSound(subject)) return nothing;
  const report = new RepairReport();
  subject.doc.transact((transaction) => {
    for (const range of subject.examination.misfits) deleteRange(transaction, range);
    repairIds(subject, report);
    repairElements(subject, report);
    repairKeys(subject, report);
    repairJson(subject, report);
    repairPlaces(subject, report);
    repairRules(subject, report);
  });
  const serverClock = Y.getState(subject.doc.store, subject.doc.clientID);
  return {
    repaired: [...report.repaired],
    touched: [...report.touched],
    replacements: report.replacements.map((replacement) => ({ ...replacement, serverClock })),
  };
}

const nothing: RepairResult = { repaired: [], touched: [], replacements: [] };

/** Whether there is nothing that could need repair: typing into a text, above all. */
function isSound({ examination, deletedReplacements }: RepairSubject): boolean {
  const { misfits, keyWrites, plainRuns, freshElements } = examination;
  return misfits.length + keyWrites.length + plainRuns.length + freshElements.length + deletedReplacements.size === 0;
}

/** Deletes structs by their ids: neighbours may have been merged into one item since they were looked at. */
function deleteRange(transaction: Y.Transaction, { client, clock, length }: StructRange): void {
  const { store } = transaction.doc;
  for (let at = clock; at < clock + length; ) {
    const struct = Y.getItemCleanStart(transaction, Y.createID(client, at));
    if (!(struct instanceof Y.Item)) {
      at = (struct as Y.GC).id.clock + (struct as Y.GC).length;
      continue;
    }
    const end = Math.min(struct.id.clock + struct.length, clock + length);
    const item = Y.getItemCleanEnd(transaction, store, Y.createID(client, end - 1));
    item.delete(transaction);
    at = end;
  }
}
