import type * as Y from 'yjs';
import { type Exceptions, setEventDetails, setException } from '../../react/events';
import type { SeriesChange } from '../calendar/edits/moved-series';

/** Writes other times of a series into its document, in one edit. Those exceptions that there are no more go. */
export function setSeriesTimes(doc: Y.Doc, before: Exceptions, { exceptions = before, all_day, ...fields }: SeriesChange): void {
  doc.transact(() => {
    setEventDetails(doc, { ...fields, ...(all_day === undefined ? {} : { all_day: all_day === true }) });
    for (const key of Object.keys(before)) if (!(key in exceptions)) setException(doc, key, null);
    for (const [key, exception] of Object.entries(exceptions)) if (exception !== before[key]) setException(doc, key, exception);
  });
}
