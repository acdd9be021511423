import { X } from 'lucide-react';
import { useEffect } from 'react';
import { type NotificationView, popupMs } from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { CategoryIcon } from './category-icon';

interface PopupProps {
  readonly notification: NotificationView;
  /** Whether it has to stay for now. */
  readonly isHeld: boolean;
  /** Somebody points at it or has the focus in it, or does not any more. */
  readonly onHold: (isHeld: boolean) => void;
  readonly onOpen: () => void;
  readonly onGone: (id: string) => void;
}

/** One pop-up. It goes by itself unless it is held. */
export function Popup({ notification, isHeld, onHold, onOpen, onGone }: PopupProps) {
  const text = useTextOf();
  const { id } = notification;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onGone(id), popupMs);
    return () => clearTimeout(timer);
  }, [id, isHeld, onGone]);
  const { title, body, category, priority } = notification;
  return (
    <li
      data-testid="popup"
      onPointerEnter={() => onHold(true)}
      onPointerLeave={() => onHold(false)}
      onFocus={() => onHold(true)}
      onBlur={() => onHold(false)}
      className={`pointer-events-auto flex items-start gap-1 rounded-lg border bg-surface p-1.5 shadow-float motion-safe:animate-[popup-in_160ms_ease-out] ${priority === 'critical' ? 'border-danger' : 'border-line-strong'}`}
    >
      <button
        type="button"
        onClick={onOpen}
        className="flex min-w-0 flex-1 items-start gap-3 rounded-md p-2 text-start hover:bg-sunken"
      >
        <CategoryIcon category={category} urgent />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="line-clamp-3 font-semibold wrap-anywhere">
            {title}
          </span>
          <span dir="auto" className="line-clamp-3 text-pretty wrap-anywhere text-muted">
            {body}
          </span>
        </span>
      </button>
      <IconButton label={text('inbox.closePopup', { title })} onClick={() => onGone(id)}>
        <X size={18} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
