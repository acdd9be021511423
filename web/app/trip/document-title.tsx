import type * as Y from 'yjs';
import { FieldLock } from '../locks/field-lock';
import type { LockPart } from '../locks/lock-part';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from './field-frame';
import { OneLineField } from './one-line-field';
import { SharedTextField } from './shared-text-field';

const place = { section: 'title', index: null, field: 'title' } as const;

interface DocumentTitleProps {
  readonly part: LockPart;
  readonly title: Y.Text;
  /** What the field is called. */
  readonly name: string;
  readonly placeholder: string;
  /** How large its letters are. */
  readonly size: string;
  readonly className: string;
}

/** The title of a document, live, with the sign of who has it for themselves. */
export function DocumentTitle({ part, title, name, placeholder, size, className }: DocumentTitleProps) {
  const { mayWrite, describedBy } = useLockable(part);
  return (
    <FieldFrame field="title" className={`lockable -mx-2 flex ${className}`}>
      <SharedTextField place={place} text={title} className="min-w-0 flex-1">
        {(ref) => (
          <OneLineField
            ref={ref}
            readOnly={!mayWrite}
            aria-label={name}
            aria-describedby={describedBy}
            placeholder={placeholder}
            className={`font-semibold ${size}`}
          />
        )}
      </SharedTextField>
      {/* Its room is always there, beside the first line: a title does not break anew when somebody has it. */}
      <span className={`flex h-[calc(1lh+0.5rem+2px)] w-8 shrink-0 items-center justify-end pr-2 @min-[40rem]:w-36 ${size}`}>
        <FieldLock part={part} name={name} className="field-lock-brief" />
      </span>
    </FieldFrame>
  );
}
