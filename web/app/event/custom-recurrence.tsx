import { useId } from 'react';
import { useIntl } from 'react-intl';
import { useCalendar } from '../calendar/calendar-context';
import { useDraft } from '../drafts/use-draft';
import { useTextOf } from '../i18n/use-text-of';
import { useLockable } from '../locks/use-locks';
import { addDays, calendarDay } from '../trips/times';
import { eventParts } from './event-parts';
import {
  maxCount,
  maxInterval,
  type RecurrenceForm,
  repeatUnits,
  ruleOfForm,
  type SeriesEnd,
  type WeekdayCode,
  weekdayCodeOf,
  weekdayCodes,
} from './recurrence-form';

interface CustomRecurrenceProps {
  readonly form: RecurrenceForm;
  /** Where the event takes place. */
  readonly startDate: string | null;
  readonly editable: boolean;
  readonly onChange: (rule: string) => void;
}

/** How often something repeats, on which days, and until when. */
export function CustomRecurrence({ form, startDate, editable, onChange }: CustomRecurrenceProps) {
  const text = useTextOf();
  const id = useId();
  const set = (part: Partial<RecurrenceForm>) => onChange(ruleOfForm({ ...form, ...part }));
  return (
    <div className="mt-2 flex flex-col gap-3 rounded-md bg-sunken p-3">
      <div className="flex items-center gap-2">
        <label htmlFor={`${id}-interval`} className="shrink-0 text-sm text-muted">
          {text('repeat.every')}
        </label>
        <WholeNumber
          id={`${id}-interval`}
          value={form.interval}
          max={maxInterval}
          editable={editable}
          onChange={(interval) => set({ interval })}
          className="w-20"
        />
        <select
          aria-label={text('repeat.unit')}
          value={form.unit}
          disabled={!editable}
          onChange={(event) => set({ unit: repeatUnits.find((unit) => unit === event.target.value) ?? form.unit })}
          className="field min-w-0"
        >
          {repeatUnits.map((unit) => (
            <option key={unit} value={unit}>
              {text(`repeat.unit.${unit}`, { count: form.interval })}
            </option>
          ))}
        </select>
      </div>
      {form.unit === 'WEEKLY' && (
        <Weekdays
          chosen={form.weekdays.length === 0 && startDate !== null ? [weekdayCodeOf(startDate)] : form.weekdays}
          editable={editable}
          onChange={(weekdays) => set({ weekdays })}
        />
      )}
      <End end={form.end} startDate={startDate} editable={editable} onChange={(end) => set({ end })} />
    </div>
  );
}

/** A Sunday, to ask what the days of the week are called. */
const someSunday = '2026-11-22';

interface WeekdaysProps {
  readonly chosen: readonly WeekdayCode[];
  readonly editable: boolean;
  readonly onChange: (weekdays: readonly WeekdayCode[]) => void;
}

function Weekdays({ chosen, editable, onChange }: WeekdaysProps) {
  const text = useTextOf();
  const intl = useIntl();
  const { weekStart } = useCalendar();
  const toggle = (code: WeekdayCode) => {
    const next = chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
    if (next.length > 0) onChange(next);
  };
  const ordered = weekdayCodes.map((_, index) => (index + weekStart) % 7);
  return (
    <fieldset disabled={!editable}>
      <legend className="mb-1 text-sm text-muted">{text('repeat.on')}</legend>
      <div className="flex flex-wrap gap-1">
        {ordered.map((index) => {
          const code = weekdayCodes[index] ?? 'SU';
          const date = calendarDay(addDays(someSunday, index));
          return (
            <button
              key={code}
              type="button"
              aria-pressed={chosen.includes(code)}
              aria-label={intl.formatDate(date, { weekday: 'long', timeZone: 'UTC' })}
              onClick={() => toggle(code)}
              className="size-10 rounded-full border border-line-strong bg-surface text-sm aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent"
            >
              {intl.formatDate(date, { weekday: 'narrow', timeZone: 'UTC' })}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}

interface EndProps {
  readonly end: SeriesEnd;
  readonly startDate: string | null;
  readonly editable: boolean;
  readonly onChange: (end: SeriesEnd) => void;
}

/** What is offered first when somebody lets a series end: so many times, and so many days after its start. */
const usualCount = 10;
const usualDays = 90;

function End({ end, startDate, editable, onChange }: EndProps) {
  const text = useTextOf();
  const choose = (kind: string) => {
    if (kind === 'count') onChange({ kind: 'count', count: usualCount });
    else if (kind === 'until') onChange({ kind: 'until', date: addDays(startDate ?? someSunday, usualDays) });
    else onChange({ kind: 'never' });
  };
  return (
    <div className="flex items-center gap-2">
      <select
        aria-label={text('repeat.ends')}
        value={end.kind}
        disabled={!editable}
        onChange={(event) => choose(event.target.value)}
        className="field w-auto min-w-0 flex-auto"
      >
        <option value="never">{text('repeat.ends.never')}</option>
        <option value="until">{text('repeat.ends.until')}</option>
        <option value="count">{text('repeat.ends.count')}</option>
      </select>
      {end.kind === 'until' && (
        <LastDay date={end.date} min={startDate} editable={editable} onChange={(date) => onChange({ kind: 'until', date })} />
      )}
      {end.kind === 'count' && (
        <WholeNumber
          label={text('repeat.times')}
          value={end.count}
          max={maxCount}
          editable={editable}
          onChange={(count) => onChange({ kind: 'count', count })}
          className="w-24"
        />
      )}
    </div>
  );
}

interface LastDayProps {
  readonly date: string;
  /** The day on which the series begins. */
  readonly min: string | null;
  readonly editable: boolean;
  readonly onChange: (date: string) => void;
}

/** The day with which a series ends. Half typed, it is another day already, and none that the series should end with. */
function LastDay({ date, min, editable, onChange }: LastDayProps) {
  const text = useTextOf();
  const { input } = useRuleDraft(date, (typed) => {
    if (typed !== '' && typed >= (min ?? '')) onChange(typed);
  });
  return (
    <input
      type="date"
      aria-label={text('repeat.lastDay')}
      min={min ?? undefined}
      max="9999-12-31"
      disabled={!editable}
      className="field w-auto min-w-0 flex-auto"
      {...input}
    />
  );
}

interface WholeNumberProps {
  readonly id?: string;
  /** Absent where a label of its own names it. */
  readonly label?: string;
  readonly value: number;
  readonly max: number;
  readonly editable: boolean;
  readonly onChange: (value: number) => void;
  readonly className: string;
}

/** A number from 1 on. It is empty while another one is about to be typed. */
function WholeNumber({ id, label, value, max, editable, onChange, className }: WholeNumberProps) {
  const { input } = useRuleDraft(String(value), (typed) => {
    if (typed !== '') onChange(within(Number(typed), max));
  });
  return (
    <input
      id={id}
      type="number"
      aria-label={label}
      min={1}
      max={max}
      disabled={!editable}
      className={`field shrink-0 ${className}`}
      {...input}
    />
  );
}

/** What is typed for a part of the rule. What is no such part leaves it as it was. */
function useRuleDraft(value: string, write: (typed: string) => void) {
  const { isLocked } = useLockable(eventParts.recurrence);
  const onCommit = (typed: string) => {
    write(typed);
    return null;
  };
  return useDraft({ value, onCommit, isHeld: isLocked });
}

function within(typed: number, max: number): number {
  return Number.isFinite(typed) ? Math.min(Math.max(Math.round(typed), 1), max) : 1;
}
