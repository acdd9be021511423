import { useState } from 'react';
import type { DocumentApi, Member, OpenDocument } from '../../react';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { MemberRow } from './member-row';
import { RemovedMember } from './removed-member';

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
  /** Who was removed last, and where they stood: a click on a small button, so it can be taken back there. */
  const [removed, setRemoved] = useState<{ readonly member: Member; readonly index: number } | null>(null);
  /** Whose removal was taken back last. */
  const [back, setBack] = useState<string | null>(null);
  const { kind } = document.session;
  const { members, person } = document.state;
  const isOwner = members?.some(({ id, role }) => id === person?.id && role === 'owner') ?? false;
  const handOver = async ({ id, name }: Member) => {
    await api.transfer(id);
    show({ text: text('share.handedOver', { kind, name }) });
    onHandedOver();
  };
  const remove = async (member: Member) => {
    const index = members?.findIndex(({ id }) => id === member.id) ?? 0;
    await api.removeMember(member.id);
    setRemoved({ member, index });
    setBack(null);
  };
  const takeBack = async ({ id, role }: Member) => {
    await api.putMember(id, role);
    setRemoved(null);
    setBack(id);
  };
  const rows = (members ?? []).map((member) => (
    <MemberRow
      key={member.id}
      kind={kind}
      member={member}
      isSelf={member.id === person?.id}
      isBack={member.id === back}
      mayHandOver={isOwner}
      onRole={(role) =>
        void attempt(async () => {
          await api.putMember(member.id, role);
        })
      }
      onRemove={() => void attempt(() => remove(member))}
      onHandOver={() => void attempt(() => handOver(member))}
    />
  ));
  if (removed !== null) {
    const { member, index } = removed;
    const key = `removed-${member.id}`;
    rows.splice(index, 0, <RemovedMember key={key} member={member} onUndo={() => void attempt(() => takeBack(member))} />);
  }
  return (
    <section aria-labelledby="share-members" className="flex flex-col gap-2">
      <h3 id="share-members" className="font-semibold">
        {text('share.members')}
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">{rows}</ul>
    </section>
  );
}
