import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import type { TimedEvent } from './grid/event-span';
import { type TimesForm, timesForm, timesOfForm } from './times-form';

interface TimesFieldsProps {
  readonly times: TimedEvent;
  /** The zone in which times are written. */
  readonly zone: string;
  readonly disabled?: boolean;
  /** What stands beside the name of the first field. */
  readonly beside?: ReactNode;
  readonly onChange: (times: TimedEvent) => void;
}

/** When an event is: its days, and its times where it does not last all day. */
export function TimesFields({ times, zone, disabled = false, beside, onChange }: TimesFieldsProps) {
  const text = useTextOf();
  const id = useId();
  const form = timesForm(times, zone);
  // An end before the start stays as it was chosen until one of the two is put right.
  const [chosen, setChosen] = useState<Partial<TimesForm>>({});
  const shown = { ...form, ...chosen };
  const problem = Object.keys(chosen).length === 0 ? '' : text('event.endsBeforeStart');
  const endField = useRef<HTMLInputElement>(null);
  // A form that the fields are in is not sent meanwhile.
  useEffect(() => endField.current?.setCustomValidity(problem), [problem]);
  const change = (part: Partial<TimesForm>) => {
    if (Object.values(part).includes('')) return;
    const wanted = { ...chosen, ...part };
    const next = timesOfForm(form, wanted, zone);
    setChosen(next === null ? wanted : {});
    if (next !== null) onChange(next);
  };
  const date = (name: 'startDate' | 'endDate', label: string) => (
    <div>
      <div className="mb-1 flex min-h-5 items-center gap-1.5 text-sm">
        <label htmlFor={`${id}-${name}`} className="shrink-0 text-muted">
          {label}
        </label>
        {name === 'startDate' && beside}
      </div>
      <input
        id={`${id}-${name}`}
        ref={name === 'endDate' ? endField : undefined}
        type="date"
        max="9999-12-31"
        required
        disabled={disabled}
        value={shown[name]}
        aria-invalid={name === 'endDate' && problem !== ''}
        aria-describedby={name === 'endDate' && problem !== '' ? `${id}-problem` : undefined}
        onChange={(event) => change({ [name]: event.target.value })}
        className="field"
      />
    </div>
  );
  const clock = (name: 'startClock' | 'endClock', label: string) => (
    <input
      type="time"
      aria-label={label}
      required
      disabled={disabled}
      value={shown[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      className="field"
    />
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-x-4 gap-y-2">
        <div className="flex flex-col gap-2">
          {date('startDate', text('event.start'))}
          {!shown.allDay && clock('startClock', text('event.startTime'))}
        </div>
        <div className="flex flex-col gap-2">
          {date('endDate', text('event.end'))}
          {!shown.allDay && clock('endClock', text('event.endTime'))}
        </div>
      </div>
      {problem !== '' && (
        <p id={`${id}-problem`} role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
      <label className="flex min-h-10 cursor-pointer items-center gap-3 self-start">
        <input
          type="checkbox"
          checked={shown.allDay}
          disabled={disabled}
          onChange={(event) => change({ allDay: event.target.checked })}
          className="size-4 accent-(--color-accent)"
        />
        {text('calendar.allDay')}
      </label>
    </div>
  );
}
