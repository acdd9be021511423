import { useCallback, useEffect, useState } from 'react';
import { type Invite, type MadeInvite, type OpenDocument, useDocumentApi } from '../../react';
import { Dialog } from '../design/dialog';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { InviteForm, makeLinkId } from './invite-form';
import { InviteList, revokeId } from './invite-list';
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
  /** The one whose link is shown. */
  const [made, setMade] = useState<MadeInvite | null>(null);
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

  const revoke = async (id: string) => {
    await api.revokeInvite(id);
    // Its link leads nowhere now.
    setMade((shown) => (shown?.id === id ? null : shown));
    handOnFocus(id, invites ?? []);
    setInvites((known) => known?.filter((invite) => invite.id !== id) ?? null);
  };

  return (
    <Dialog title={text('share.title', { title })} onClose={onClose}>
      <div className="flex flex-col gap-6">
        {error && (
          // In sight also of who has scrolled down to the members.
          <div className="sticky top-0 z-10">
            <ErrorNotice error={error} />
          </div>
        )}
        <InviteForm
          api={api}
          attempt={attempt}
          url={made?.url ?? null}
          onMade={async (invite) => {
            setMade(invite);
            await load();
          }}
        />
        <InviteList invites={invites} onRevoke={(id) => void attempt(() => revoke(id))} />
        <MemberList document={document} api={api} attempt={attempt} onHandedOver={onClose} />
      </div>
    </Dialog>
  );
}

/** Hands the focus on from a link that is about to disappear, where it has it. */
function handOnFocus(id: string, invites: readonly Invite[]): void {
  if (document.activeElement?.id !== revokeId(id)) return;
  const at = invites.findIndex((invite) => invite.id === id);
  const neighbour = invites[at + 1] ?? invites[at - 1];
  document.getElementById(neighbour === undefined ? makeLinkId : revokeId(neighbour.id))?.focus();
}
