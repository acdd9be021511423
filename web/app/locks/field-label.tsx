import type { ReactNode } from 'react';
import { FieldLock } from './field-lock';
import type { LockPart } from './lock-part';

interface FieldLabelProps {
  /** What can be kept to oneself under this name; absent for what cannot. */
  readonly part?: LockPart | undefined;
  readonly name: string;
  readonly className?: string;
  /** The label or heading. */
  readonly children: ReactNode;
}

/** The line above a field: its name, and whether somebody has it for themselves. */
export function FieldLabel({ part, name, className = 'mb-1', children }: FieldLabelProps) {
  return (
    <div className={`flex min-h-5 items-center gap-1.5 text-sm *:first:shrink-0 ${className}`}>
      {children}
      {part !== undefined && <FieldLock part={part} name={name} />}
    </div>
  );
}
