import { type ReactNode, useId } from 'react';
import { type EventDetails, eventStatuses, eventVisibilities, setEventDetails } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { ColorChoice } from '../calendar/color-choice';
import { beforeEdit } from '../calendar/edits/grid-edit';
import { usualColor } from '../calendar/shown-event';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { FieldLock } from '../locks/field-lock';
import type { LockPart } from '../locks/lock-part';
import { useLockable } from '../locks/use-locks';
import { DraftField } from '../trip/draft-field';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { eventParts } from './event-parts';
import { useShownOccurrence } from './shown-occurrence';

/** Where an event is, in which calendar, and how it stands. */
export function EventFacts({ details }: { details: EventDetails }) {
  const text = useTextOf();
  const { doc, editable, state } = useOpenTrip().trip;
  const color = useLockable(eventParts.color);
  const shown = useShownOccurrence();
  const { calendars } = useCalendar();
  const calendarColor = calendars.find(({ id }) => id === shown?.calendar_id)?.color ?? usualColor;
  // Only its owner may set a status back.
  const rank = state.role === 'owner' ? 0 : eventStatuses.indexOf(details.status);
  return (
    <div className="flex flex-col gap-4">
      <DraftField
        field="location"
        part={eventParts.location}
        type="text"
        label={text('event.location')}
        placeholder={text('event.locationPlaceholder')}
        value={details.location}
        onCommit={(location) => setEventDetails(doc, { location })}
      />
      <div className="grid grid-cols-2 gap-4">
        <Choice
          field="status"
          part={eventParts.status}
          isDisabled={!editable}
          label={text('event.status')}
          value={details.status}
          options={eventStatuses.map((status, index) => [status, text(`event.status.${status}`), index < rank])}
          onChange={(value) => {
            const status = eventStatuses.find((one) => one === value);
            if (status !== undefined) setEventDetails(doc, { status });
          }}
        />
        <Choice
          field="visibility"
          part={eventParts.visibility}
          isDisabled={!editable}
          label={text('event.visibility')}
          value={details.visibility ?? 'default'}
          options={eventVisibilities.map((visibility) => [visibility, text(`event.visibility.${visibility}`), false])}
          onChange={(value) => {
            const visibility = eventVisibilities.find((one) => one === value);
            if (visibility !== undefined) setEventDetails(doc, { visibility });
          }}
        />
        <CalendarChoice />
      </div>
      <FieldFrame field="color" isLocked={color.isLocked} className="lockable">
        <ColorChoice
          label={text('event.color')}
          value={details.color}
          inherited={calendarColor}
          disabled={!color.mayWrite}
          beside={<FieldLock part={eventParts.color} name={text('event.color')} />}
          onChange={(chosen) => setEventDetails(doc, { color: chosen })}
        />
      </FieldFrame>
    </div>
  );
}

/** In which calendar the event is, and the way into another one. */
function CalendarChoice(): ReactNode {
  const text = useTextOf();
  const { state } = useOpenTrip().trip;
  const { perform, calendars } = useCalendar();
  const shown = useShownOccurrence();
  if (shown === null) return null;
  const { calendar_id } = shown;
  const offered = calendars.filter(({ id, role }) => id === calendar_id || role === 'owner' || role === 'editor');
  const isListed = offered.some(({ id }) => id === calendar_id);
  const move = (to: string) => void perform({ kind: 'calendar', event: beforeEdit(shown), from: calendar_id, to });
  return (
    <Choice
      field="calendar"
      label={text('event.calendar')}
      value={calendar_id}
      isDisabled={state.role !== 'owner' || !isListed}
      options={[
        ...(isListed ? [] : [[calendar_id, text('event.otherCalendar'), false] as const]),
        ...offered.map(({ id, title }) => [id, title || text('calendar.untitledCalendar'), false] as const),
      ]}
      onChange={move}
    />
  );
}

interface ChoiceProps {
  /** The name under which the field is shared. */
  readonly field: string;
  readonly label: string;
  readonly value: string;
  /** What of the document is written by it; absent for what is no part of it. */
  readonly part?: LockPart;
  readonly isDisabled: boolean;
  readonly options: readonly (readonly [value: string, label: string, isDisabled: boolean])[];
  readonly onChange: (value: string) => void;
}

function Choice({ field, part, label, value, isDisabled, options, onChange }: ChoiceProps) {
  const id = useId();
  const { isLocked, describedBy } = useLockable(part);
  return (
    <FieldFrame field={field} isLocked={isLocked} className="lockable min-w-0">
      <FieldLabel part={part} name={label}>
        <label htmlFor={id} className="text-muted">
          {label}
        </label>
      </FieldLabel>
      <select
        id={id}
        value={value}
        disabled={isDisabled || isLocked}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        className="field"
      >
        {options.map(([one, words, isOff]) => (
          <option key={one} value={one} disabled={isOff}>
            {words}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
