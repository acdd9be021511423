import { useCallback, useEffect, useState } from 'react';
import { FormattedDate } from 'react-intl';
import { type DocumentVersion, useDocumentApi } from '../../react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { touchedFields } from './touched-fields';

const pageSize = 30;

/** Who changed what and when, and the way back to any of it. */
export default function HistoryDialog({ onClose }: { onClose: () => void }) {
  const text = useTextOf();
  const { session, editable } = useOpenTrip().trip;
  const api = useDocumentApi('event', session.id);
  const [versions, setVersions] = useState<readonly DocumentVersion[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const load = useCallback(
    async (before?: number) => {
      try {
        const page = await api.versions({ limit: pageSize, ...(before === undefined ? {} : { before }) });
        setVersions((known) => [...(before === undefined ? [] : (known ?? [])), ...page.versions]);
        setNext(page.next_before);
      } catch (reason) {
        setError(reason as Error);
      }
    },
    [api],
  );
  useEffect(() => void load(), [load]);
  const restore = (version: number) => void api.restoreVersion(version).then(() => load(), setError);
  return (
    <Dialog title={text('event.history')} onClose={onClose}>
      {error && <ErrorNotice error={error} onRetry={() => void load()} />}
      {versions === null && error === null && <div className="skeleton h-40" />}
      <ol className="flex flex-col divide-y divide-line">
        {versions?.map((version, index) => (
          <li key={version.version} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <p>
                <Words version={version} />
              </p>
              <p className="text-sm text-muted">
                <FormattedDate value={version.at} dateStyle="medium" timeStyle="short" />
              </p>
            </div>
            {editable && index > 0 && (
              <Button look="quiet" onClick={() => restore(version.version)}>
                {text('event.restoreVersion')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {next !== null && (
        <Button className="mt-3" onClick={() => void load(next)}>
          {text('trips.more')}
        </Button>
      )}
    </Dialog>
  );
}

/** What somebody did, in a sentence. */
function Words({ version: { actor, kind, touched } }: { version: DocumentVersion }) {
  const text = useTextOf();
  const fields = touchedFields(touched).map((field) => text(`event.field.${field}`));
  const what = fields.length === 0 ? text('event.field.other') : fields.join(text('event.fieldSeparator'));
  return <>{text(`event.did.${kind === 'op' ? 'edit' : kind}`, { name: actor.name, field: what })}</>;
}
