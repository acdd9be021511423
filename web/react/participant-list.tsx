import type { ReactNode } from 'react';
import { Face } from './face';
import { isolated } from './isolated-words';
import { type Participant, participantsOf } from './participants';
import { type CollaborationTexts, type TextsProps, textsOf } from './texts';
import { usePresence } from './use-presence';
import type { OpenTrip } from './use-trip';

export interface ParticipantListProps extends TextsProps {
  readonly trip: OpenTrip;
  /** At most so many people are shown; the others are counted. */
  readonly max?: number;
  /** Whether members who are not here are listed too, as offline. Without a connection nobody knows who is. */
  readonly absent?: boolean;
  /** What stands below a name instead of what the person does, e.g. where they are; null for the usual words. */
  readonly detail?: (participant: Participant) => ReactNode;
  /** Who is being followed (`useFollow`), and what to do when somebody is chosen. Without it nobody can be. */
  readonly follow?: { readonly personId: string | null; readonly onFollow: (personId: string | null) => void };
  readonly className?: string;
}

/** Who has the trip open: faces, names, and what each of them does. Oneself comes first. */
export function ParticipantList({
  trip,
  max = 8,
  absent = false,
  detail,
  follow,
  className = '',
  ...props
}: ParticipantListProps) {
  const texts = textsOf(props);
  const isKnown = trip.state.status.name === 'live';
  const people = participantsOf(usePresence(trip.awareness), trip.state, { absent: absent && isKnown });
  const shown = people.length > max ? people.slice(0, max - 1) : people;
  const more = people.length - shown.length;
  return (
    <ul className={`tt-people ${className}`} aria-label={texts.participants}>
      {shown.map((participant) => (
        <li key={participant.id} className="tt-person" data-activity={participant.activity} data-self={participant.isSelf}>
          {follow !== undefined && !participant.isSelf && participant.activity !== 'offline' ? (
            <FollowButton participant={participant} follow={follow} texts={texts}>
              <Person participant={participant} texts={texts} detail={detail?.(participant)} />
            </FollowButton>
          ) : (
            <Person participant={participant} texts={texts} detail={detail?.(participant)} />
          )}
        </li>
      ))}
      {more > 0 && (
        <li className="tt-person tt-person-more" title={names(people.slice(shown.length))}>
          <span aria-hidden="true">+{more}</span>
          <span className="tt-unseen">{texts.more(more)}</span>
        </li>
      )}
    </ul>
  );
}

interface PersonProps {
  readonly participant: Participant;
  readonly texts: CollaborationTexts;
  readonly detail: ReactNode;
}

function Person({ participant, texts, detail }: PersonProps) {
  const { name, isSelf, activity } = participant;
  return (
    <>
      <Face {...participant} />
      <span className="tt-person-words">
        <span className="tt-person-name">{isSelf ? texts.you(name) : name}</span>
        <span className="tt-person-detail">{detail ?? (isSelf ? null : texts.activity[activity])}</span>
      </span>
    </>
  );
}

interface FollowButtonProps {
  readonly participant: Participant;
  readonly texts: CollaborationTexts;
  readonly follow: NonNullable<ParticipantListProps['follow']>;
  readonly children: ReactNode;
}

function FollowButton({ participant: { id, name }, texts, follow, children }: FollowButtonProps) {
  const followed = follow.personId === id;
  return (
    <button
      type="button"
      className="tt-person-button"
      aria-pressed={followed}
      title={followed ? texts.stopFollowing(name) : texts.follow(name)}
      // A pointer or a key going down ends following; here the click alone decides.
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={() => follow.onFollow(followed ? null : id)}
    >
      {children}
    </button>
  );
}

function names(people: readonly Participant[]): string {
  return people.map(({ name }) => isolated(name)).join(', ');
}
