import { type Member, useApi } from '../../react';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';
import { MemberRow } from './member-row';

interface MemberListProps {
  readonly tripId: string;
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
  /** Called when the trip is somebody else's now: who looks at the list may not manage it any more. */
  readonly onHandedOver: () => void;
}

/** Who belongs to a trip, as what. The server tells every change, so nothing is kept here. */
export function MemberList({ tripId, attempt, onHandedOver }: MemberListProps) {
  const text = useTextOf();
  const api = useApi();
  const show = useToast();
  const { members, person } = useOpenTrip().trip.state;
  const isOwner = members?.some(({ id, role }) => id === person?.id && role === 'owner') ?? false;
  const handOver = async ({ id, name }: Member) => {
    await api.transferTrip(tripId, id);
    show({ text: text('share.handedOver', { name }) });
    onHandedOver();
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
            member={member}
            isSelf={member.id === person?.id}
            mayHandOver={isOwner}
            onRole={(role) =>
              void attempt(async () => {
                await api.putMember(tripId, member.id, role);
              })
            }
            onRemove={() => void attempt(() => api.removeMember(tripId, member.id))}
            onHandOver={() => void attempt(() => handOver(member))}
          />
        ))}
      </ul>
    </section>
  );
}
