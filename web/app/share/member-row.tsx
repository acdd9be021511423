import { Crown, UserMinus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { DocumentKind, Member, Role } from '../../react';
import { Avatar } from '../design/avatar';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { HandOver } from './hand-over';

/** Who is a commenter stays one; there is nothing to comment on yet. */
const roles = ['owner', 'editor', 'viewer'] as const satisfies readonly Role[];

interface MemberRowProps {
  readonly kind: DocumentKind;
  readonly member: Member;
  /** Whether it is the person who looks at the list: nobody changes what they are themselves. */
  readonly isSelf: boolean;
  /** Whether their removal has just been taken back: the focus goes to them. */
  readonly isBack: boolean;
  /** Whether the person who looks at the list could hand the document over. */
  readonly mayHandOver: boolean;
  readonly onRole: (role: Role) => void;
  readonly onRemove: () => void;
  readonly onHandOver: () => void;
}

/** A member of a document, and what can be done about their membership. */
export function MemberRow({ kind, member, isSelf, isBack, mayHandOver, onRole, onRemove, onHandOver }: MemberRowProps) {
  const text = useTextOf();
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { name } = member;
  return (
    <li data-testid="member" className="py-2 pr-2 pl-4">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1">
        <Avatar name={name} color={member.color} />
        <span dir="auto" className="min-w-24 flex-1 truncate text-left font-medium">
          {isSelf ? text('people.you', { name }) : name}
        </span>
        {isSelf ? (
          <span className="pr-2 text-muted">{text(`role.${member.role}`)}</span>
        ) : (
          <span className="ml-auto flex items-center">
            <RoleSelect member={member} takesFocus={isBack} onChange={onRole} />
            {mayHandOver && (
              <IconButton
                ref={opener}
                label={text('share.handOver', { kind, name })}
                aria-expanded={asking}
                onClick={() => setAsking(!asking)}
              >
                <Crown size={17} aria-hidden="true" />
              </IconButton>
            )}
            <IconButton label={text('share.remove', { name })} className="hover:text-danger" onClick={onRemove}>
              <UserMinus size={17} aria-hidden="true" />
            </IconButton>
          </span>
        )}
      </div>
      {asking && (
        <HandOver
          kind={kind}
          name={name}
          onConfirm={onHandOver}
          onCancel={() => {
            setAsking(false);
            opener.current?.focus();
          }}
        />
      )}
    </li>
  );
}

interface RoleSelectProps {
  readonly member: Member;
  readonly takesFocus: boolean;
  readonly onChange: (role: Role) => void;
}

function RoleSelect({ member, takesFocus, onChange }: RoleSelectProps) {
  const text = useTextOf();
  const ref = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (takesFocus) ref.current?.focus();
  }, [takesFocus]);
  return (
    <select
      ref={ref}
      aria-label={text('share.roleOf', { name: member.name })}
      value={member.role}
      onChange={(event) => onChange(event.target.value as Role)}
      className="field w-auto pointer-fine:text-sm"
    >
      {[...new Set<Role>([...roles, member.role])].map((role) => (
        <option key={role} value={role}>
          {text(`role.${role}`)}
        </option>
      ))}
    </select>
  );
}
