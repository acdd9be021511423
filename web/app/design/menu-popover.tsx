import type { RefObject } from 'react';
import { Menu, MenuItem as MenuRow } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { MenuItem } from './menu';

interface MenuPopoverProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly triggerRef: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** The open menu of a `MenuButton`; a module of its own, because it is the larger part. */
export default function MenuPopover({ label, items, triggerRef, onClose }: MenuPopoverProps) {
  // Outside of an open dialog it would be behind it, where nobody can press anything.
  const dialog = triggerRef.current?.closest('dialog');
  return (
    <Popover
      isOpen
      {...(dialog && { UNSTABLE_portalContainer: dialog })}
      aria-label={label}
      triggerRef={triggerRef}
      placement="bottom end"
      onOpenChange={onClose}
      className="min-w-48 overflow-auto rounded-md border border-line-strong bg-surface p-1 text-ink shadow-float outline-none"
    >
      <Menu aria-label={label} autoFocus="first" onClose={onClose} className="outline-none">
        {items.map(({ id, label: words, icon: Icon, onAction, danger, isDisabled }) => (
          <MenuRow
            key={id}
            id={id}
            textValue={words}
            isDisabled={isDisabled ?? false}
            onAction={onAction}
            className={`flex min-h-10 cursor-pointer items-center gap-3 rounded-sm px-3 outline-none focus:bg-accent-soft disabled:opacity-50 data-[disabled]:cursor-default data-[disabled]:opacity-50 ${danger ? 'text-danger focus:bg-danger-soft' : ''}`}
          >
            {Icon && <Icon size={17} aria-hidden="true" />}
            {words}
          </MenuRow>
        ))}
      </Menu>
    </Popover>
  );
}
