import { EllipsisVertical, type LucideIcon } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { LoadBoundary } from '../offline/load-boundary';

/** One thing that a menu offers. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly onAction: () => void;
  /** Whether it takes something away. */
  readonly danger?: boolean;
  readonly isDisabled?: boolean;
}

interface MenuButtonProps {
  /** What the menu is for; also the tooltip. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** What the button shows; three dots unless given. */
  readonly children?: ReactNode;
  readonly className?: string;
}

const loadPopover = () => import('./menu-popover');
const MenuPopover = lazy(loadPopover);

function preload(): void {
  void loadPopover();
}

/** A button that opens a menu. What draws the menu loads when somebody comes near it. */
export function MenuButton({ label, items, children, className = '' }: MenuButtonProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={ref}
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
        className={`inline-flex size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink aria-expanded:bg-sunken aria-expanded:text-ink ${className}`}
      >
        {children ?? <EllipsisVertical size={18} aria-hidden="true" />}
      </button>
      {isOpen && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <MenuPopover label={label} items={items} triggerRef={ref} onClose={() => setOpen(false)} />
          </Suspense>
        </LoadBoundary>
      )}
    </>
  );
}
