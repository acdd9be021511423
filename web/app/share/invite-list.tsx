import { FormattedDate } from 'react-intl';
import type { Invite } from '../../react';
import { Button } from '../design/button';
import { Facts } from '../design/facts';
import { type TextOf, useTextOf } from '../i18n/use-text-of';

/** The button that ends a link: the focus goes there when one beside it disappears. */
export function revokeId(inviteId: string): string {
  return `revoke-${inviteId}`;
}

/** The links of a document, each with a way to end it. */
export function InviteList({ invites, onRevoke }: { invites: readonly Invite[] | null; onRevoke: (id: string) => void }) {
  const text = useTextOf();
  if (invites === null || invites.length === 0) return null;
  return (
    <section aria-labelledby="share-links" className="flex flex-col gap-2">
      <h3 id="share-links" className="font-semibold">
        {text('share.links')}
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {invites.map((invite) => (
          <li key={invite.id} data-testid="invite" className="flex items-center justify-between gap-3 py-2 pr-2 pl-4">
            <span className="min-w-0">
              <span className="block font-medium">{text(`role.${invite.role}`)}</span>
              <Facts className="text-sm text-muted" facts={[<Until key="until" invite={invite} />, usesOf(invite, text)]} />
            </span>
            <Button id={revokeId(invite.id)} look="quiet" className="hover:text-danger" onClick={() => onRevoke(invite.id)}>
              {text('share.revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Until({ invite }: { invite: Invite }) {
  const text = useTextOf();
  if (isOver(invite)) return <>{text('share.over')}</>;
  return (
    <>
      {text('share.until')} <FormattedDate value={invite.expires_at} dateStyle="medium" timeStyle="short" />
    </>
  );
}

function usesOf({ uses, max_uses }: Invite, text: TextOf): string {
  return max_uses === null ? text('share.used', { count: uses }) : text('share.usedOf', { count: uses, max: max_uses });
}

function isOver({ expires_at, uses, max_uses }: Invite): boolean {
  return Date.parse(expires_at) <= Date.now() || (max_uses !== null && uses >= max_uses);
}
