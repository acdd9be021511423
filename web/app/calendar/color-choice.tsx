import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { calendarColors } from './calendar-colors';

interface ColorChoiceProps {
  readonly label: string;
  /** `#rrggbb`; null: that of the calendar, where that is offered. */
  readonly value: string | null;
  /** The colour that stands for null; absent where there is none. */
  readonly inherited?: string;
  readonly disabled?: boolean;
  /** What stands beside the name. */
  readonly beside?: ReactNode;
  readonly onChange: (color: string | null) => void;
}

/** A row of colours, one of which holds. */
export function ColorChoice({ label, value, inherited, disabled = false, beside, onChange }: ColorChoiceProps) {
  const text = useTextOf();
  const id = useId();
  const known =
    value === null || (calendarColors as readonly string[]).includes(value) ? calendarColors : [...calendarColors, value];
  const swatch = (color: string | null, shown: string, name: string) => (
    <label
      key={color ?? 'inherited'}
      title={name}
      className="relative flex size-10 cursor-pointer items-center justify-center rounded-full has-focus-visible:outline-2 has-focus-visible:outline-accent has-disabled:cursor-default"
    >
      <input
        type="radio"
        name={label}
        aria-label={name}
        checked={value === color}
        disabled={disabled}
        onChange={() => onChange(color)}
        className="absolute size-full cursor-[inherit] opacity-0"
      />
      <span
        aria-hidden="true"
        className={`flex size-7 items-center justify-center rounded-full text-on-person ${color === null ? 'border-2 border-dashed bg-clip-content p-0.5' : ''}`}
        style={{ backgroundColor: shown, borderColor: shown }}
      >
        {value === color && <Check size={16} />}
      </span>
    </label>
  );
  return (
    <fieldset aria-labelledby={id}>
      <legend className="mb-1 w-full text-sm text-muted">
        <span className="flex items-center gap-1.5">
          <span id={id}>{label}</span>
          {beside}
        </span>
      </legend>
      <div className="-ml-1.5 flex flex-wrap">
        {inherited !== undefined && swatch(null, inherited, text('event.colorOfCalendar'))}
        {known.map((color, index) => swatch(color, color, text('calendar.color', { count: index + 1 })))}
      </div>
    </fieldset>
  );
}
