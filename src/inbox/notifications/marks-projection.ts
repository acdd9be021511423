import { readAtOf } from '../../protocol/marks';
import type { Marks } from './marks';
import type { TouchedMarks } from './marks-document';
import type { MarkColumns, NotificationRow } from './notification-row';
import type { NotificationStore } from './notification-store';

/** A notification whose columns the marks have changed. */
export interface ProjectedChange {
  readonly before: NotificationRow;
  readonly after: NotificationRow;
}

/** What the marks say about a notification (PROTOCOL.md M3). The columns are this, and nothing else. */
export function columnsOf(
  marks: Marks,
  { id, shownAtMs, readAtMs }: Pick<NotificationRow, 'id' | 'shownAtMs' | 'readAtMs'>,
  readBefore = marks.readBefore(),
): MarkColumns {
  const mark = marks.markOf('read', id);
  const readNow = readAtOf(mark, readBefore, shownAtMs);
  // A later read-all reads nothing a second time.
  const keeps = readNow !== null && readNow !== mark && readAtMs !== null && readAtMs >= shownAtMs;
  return {
    readAtMs: keeps ? readAtMs : readNow,
    dismissedAtMs: marks.markOf('dismissed', id) || null,
    snoozedUntilMs: marks.markOf('snoozed', id) || null,
  };
}

/** Brings the columns of what was touched up to date. Answers what is other than before. */
export function project(marks: Marks, store: NotificationStore, touched: TouchedMarks): ProjectedChange[] {
  const rows = new Map<string, NotificationRow>();
  for (const id of touched.notifications) {
    const row = store.find(id);
    if (row !== null) rows.set(id, row);
  }
  const readBefore = marks.readBefore();
  if (touched.readBefore) for (const row of store.otherThanReadUpTo(readBefore)) rows.set(row.id, row);
  return [...rows.values()].flatMap((before) => {
    const columns = columnsOf(marks, before, readBefore);
    const isSame =
      columns.readAtMs === before.readAtMs &&
      columns.dismissedAtMs === before.dismissedAtMs &&
      columns.snoozedUntilMs === before.snoozedUntilMs;
    if (isSame) return [];
    store.updateMarks(before.id, columns);
    return [{ before, after: { ...before, ...columns } }];
  });
}
