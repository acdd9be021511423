import type { ComponentProps, MouseEvent, ReactNode } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong px-4 font-medium',
  secondary: 'border border-line-strong bg-surface text-ink hover:bg-sunken px-4',
  danger: 'border border-danger bg-surface text-danger hover:bg-danger-soft px-4',
  quiet: 'text-muted hover:bg-sunken hover:text-ink px-2',
} as const;

type ButtonLook = keyof typeof looks;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook;
}

/** The classes of a button; for links that look like one. */
export function buttonClass(look: ButtonLook, className = ''): string {
  return `inline-flex min-h-10 items-center justify-center gap-2 rounded-md whitespace-nowrap aria-disabled:opacity-60 ${looks[look]} ${className}`;
}

/** A button with words. While it is disabled it does nothing, and keeps the focus of whoever has just pressed it. */
export function Button({ look = 'secondary', className = '', type = 'button', disabled, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={buttonClass(look, className)}
      aria-disabled={disabled}
      onClick={disabled ? refuse : onClick}
      {...rest}
    />
  );
}

/** Enter in a field of a form comes here too. */
function refuse(event: MouseEvent): void {
  event.preventDefault();
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for people who do not see the icon; also its tooltip. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A square button with an icon, large enough for a finger. */
export function IconButton({ label, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink disabled:opacity-35 disabled:hover:bg-transparent ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
