import { Bell } from 'lucide-react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';

/** More than this is not worth counting. */
const mostShown = 99;

interface BellButtonProps {
  readonly unreadCount: number;
  /** How the connection stands that brings what is new. */
  readonly connection: string;
  readonly isOpen: boolean;
  readonly onPress: () => void;
  readonly onNear: () => void;
}

/** The way to the notifications, with how many are new. */
export function BellButton({ unreadCount, connection, isOpen, onPress, onNear }: BellButtonProps) {
  const text = useTextOf();
  return (
    <IconButton
      label={text('inbox.bell', { count: unreadCount })}
      data-realtime={connection}
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
    </IconButton>
  );
}
