import { UserMinus } from 'lucide-react';
import { type Member, type Role, useApi } from '../../react';
import { Avatar } from '../design/avatar';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from '../trip/trip-context';

const roles = ['owner', 'editor', 'commenter', 'viewer'] as const satisfies readonly Role[];

interface MemberListProps {
  readonly tripId: string;
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
}

/** Who belongs to a trip, as what. The server tells every change, so nothing is kept here. */
export function MemberList({ tripId, attempt }: MemberListProps) {
  const text = useTextOf();
  const api = useApi();
  const { members, person } = useOpenTrip().trip.state;
  return (
    <section aria-labelledby="share-members" className="flex flex-col gap-2">
      <h3 id="share-members" className="font-semibold">
        {text('share.members')}
      </h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {(members ?? []).map((member) => (
          <li key={member.id} data-testid="member" className="flex min-h-14 items-center gap-3 py-2 pr-2 pl-4">
            <Avatar name={member.name} color={member.color} />
            <span className="min-w-0 flex-1 truncate font-medium">
              {member.id === person?.id ? text('people.you', { name: member.name }) : member.name}
            </span>
            {member.id === person?.id ? (
              <span className="pr-2 text-muted">{text(`role.${member.role}`)}</span>
            ) : (
              <>
                <RoleSelect
                  member={member}
                  onChange={(role) =>
                    void attempt(async () => {
                      await api.putMember(tripId, member.id, role);
                    })
                  }
                />
                <IconButton
                  label={text('share.remove', { name: member.name })}
                  className="hover:text-danger"
                  onClick={() => void attempt(() => api.removeMember(tripId, member.id))}
                >
                  <UserMinus size={17} aria-hidden="true" />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoleSelect({ member, onChange }: { member: Member; onChange: (role: Role) => void }) {
  const text = useTextOf();
  return (
    <select
      aria-label={text('share.roleOf', { name: member.name })}
      value={member.role}
      onChange={(event) => onChange(event.target.value as Role)}
      className="field w-auto px-2 text-sm"
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {text(`role.${role}`)}
        </option>
      ))}
    </select>
  );
}
