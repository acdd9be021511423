import { useCallback, useEffect, useState } from 'react';
import { type Invite, type OpenDocument, useDocumentApi } from '../../react';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { InviteForm } from './invite-form';
import { InviteList } from './invite-list';
import { MemberList } from './member-list';

interface ShareDialogProps {
  /** What is shared: a trip, a calendar, an event. */
  readonly document: OpenDocument;
  readonly title: string;
  readonly onClose: () => void;
}

/** Who belongs to a document, and links that let others join: for those who may decide that. */
export default function ShareDialog({ document, title, onClose }: ShareDialogProps) {
  const text = useTextOf();
  const api = useDocumentApi(document.session.kind, document.session.id);
  const [invites, setInvites] = useState<readonly Invite[] | null>(null);
  const [error, setError] = useState<Error | null>(null);

  /** Does something, and shows why when it cannot be done. */
  const attempt = useCallback(async (task: () => Promise<void>) => {
    setError(null);
    try {
      await task();
    } catch (reason) {
      setError(reason as Error);
    }
  }, []);

  const load = useCallback(() => attempt(async () => setInvites(await api.listInvites())), [api, attempt]);
  useEffect(() => void load(), [load]);

  return (
    <Dialog title={text('share.title', { title })} onClose={onClose}>
      <div className="flex flex-col gap-6">
        {error && <ErrorNotice error={error} />}
        <InviteForm api={api} attempt={attempt} onMade={load} />
        <InviteList
          invites={invites}
          onRevoke={(id) =>
            void attempt(async () => {
              await api.revokeInvite(id);
              setInvites((known) => known?.filter((invite) => invite.id !== id) ?? null);
            })
          }
        />
        <MemberList document={document} api={api} attempt={attempt} onHandedOver={onClose} />
      </div>
    </Dialog>
  );
}
