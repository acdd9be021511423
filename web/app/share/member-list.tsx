import { useState } from 'react';
import type { DocumentApi, Member, OpenDocument } from '../../react';
import { Button } from '../design/button';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { MemberRow } from './member-row';

interface MemberListProps {
  readonly document: OpenDocument;
  readonly api: DocumentApi;
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
  /** Called when it is somebody else's now: who looks at the list may not manage it any more. */
  readonly onHandedOver: () => void;
}

/** Who belongs to a document, as what. The server tells every change, so nothing is kept here. */
export function MemberList({ document, api, attempt, onHandedOver }: MemberListProps) {
  const text = useTextOf();
  const show = useToast();
  /** Who was removed last: a click on a small button, so it can be taken back. */
  const [removed, setRemoved] = useState<Member | null>(null);
  const { kind } = document.session;
  const { members, person } = document.state;
  const isOwner = members?.some(({ id, role }) => id === person?.id && role === 'owner') ?? false;
  const handOver = async ({ id, name }: Member) => {
    await api.transfer(id);
    show({ text: text('share.handedOver', { kind, name }) });
    onHandedOver();
  };
  const remove = async (member: Member) => {
    await api.removeMember(member.id);
    setRemoved(member);
  };
  const takeBack = async ({ id, role }: Member) => {
    await api.putMember(id, role);
    setRemoved(null);
  };
  return (
    <section aria-labelledby="share-members" className="flex flex-col gap-2">
      <h3 id="share-members" className="font-semibold">
        {text('share.members')}
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {(members ?? []).map((member) => (
          <MemberRow
            key={member.id}
            kind={kind}
            member={member}
            isSelf={member.id === person?.id}
            mayHandOver={isOwner}
            onRole={(role) =>
              void attempt(async () => {
                await api.putMember(member.id, role);
              })
            }
            onRemove={() => void attempt(() => remove(member))}
            onHandOver={() => void attempt(() => handOver(member))}
          />
        ))}
      </ul>
      {removed !== null && (
        <p role="status" className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 pl-4 text-muted">
          {text('share.removed', { name: removed.name })}
          <Button look="quiet" onClick={() => void attempt(() => takeBack(removed))}>
            {text('trips.undo')}
          </Button>
        </p>
      )}
    </section>
  );
}
