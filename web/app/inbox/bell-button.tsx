import { Bell } from 'lucide-react';
import { type InboxState, isLive } from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { useLasting } from './use-lasting';

/** More than this is not worth counting. */
const mostShown = 99;

/** A connection that stands again after this time was never missed, in milliseconds; a page needs a part of it to begin. */
const momentMs = 3_000;

interface BellButtonProps {
  /** Null while the inbox is being opened. */
  readonly state: InboxState | null;
  readonly isOpen: boolean;
  readonly onPress: () => void;
  readonly onNear: () => void;
}

/** The way to the notifications, with how many are new, and whether more come as they are sent. */
export function BellButton({ state, isOpen, onPress, onNear }: BellButtonProps) {
  const text = useTextOf();
  const unreadCount = state?.unreadCount ?? 0;
  const isCutOff = useLasting(!isLive(state), momentMs);
  const bell = text('inbox.bell', { count: unreadCount });
  return (
    <IconButton
      label={isCutOff ? text('inbox.bell.notLive', { bell }) : bell}
      data-realtime={state?.status.name ?? 'connecting'}
      aria-expanded={isOpen}
      onClick={onPress}
      onPointerEnter={onNear}
      onFocus={onNear}
      className="relative"
    >
      <Bell size={18} aria-hidden="true" />
      {unreadCount > 0 && (
        <span
          aria-hidden="true"
          data-testid="unread-badge"
          className="absolute top-0.5 right-0 min-w-[1.125rem] rounded-full bg-danger px-1 text-center text-[0.6875rem] leading-[1.125rem] font-semibold text-surface"
        >
          {unreadCount > mostShown ? `${mostShown}+` : unreadCount}
        </span>
      )}
      {isCutOff && (
        <span
          aria-hidden="true"
          data-testid="not-live"
          className="absolute right-2 bottom-2 size-2.5 rounded-full border-2 border-warn bg-surface"
        />
      )}
    </IconButton>
  );
}
