import { initials } from '../../react';

const sizes = { md: 'size-8 text-sm', lg: 'size-11 text-lg' } as const;

/** A person as a coloured disc with their initial. Says nothing to a screen reader: the name stands beside it. */
export function Avatar({ name, color, size = 'md' }: { name: string; color: string; size?: keyof typeof sizes }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-on-person select-none ${sizes[size]}`}
      style={{ backgroundColor: color }}
    >
      {initials(name)}
    </span>
  );
}
