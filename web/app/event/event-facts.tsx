import { type ReactNode, useId } from 'react';
import { type EventDetails, eventStatuses, eventVisibilities, setEventDetails } from '../../react/events';
import { useCalendar } from '../calendar/calendar-context';
import { ColorChoice } from '../calendar/color-choice';
import { beforeEdit } from '../calendar/edits/grid-edit';
import { usualColor } from '../calendar/shown-event';
import { useTextOf } from '../i18n/use-text-of';
import { DraftField } from '../trip/draft-field';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { useShownOccurrence } from './use-shown-occurrence';

/** Where an event is, in which calendar, and how it stands. */
export function EventFacts({ details }: { details: EventDetails }) {
  const text = useTextOf();
  const { doc, editable, state, session } = useOpenTrip().trip;
  const shown = useShownOccurrence(session.id);
  const { calendars } = useCalendar();
  const calendarColor = calendars.find(({ id }) => id === shown?.calendar_id)?.color ?? usualColor;
  // Only its owner may set a status back.
  const rank = state.role === 'owner' ? 0 : eventStatuses.indexOf(details.status);
  return (
    <div className="flex flex-col gap-4">
      <DraftField
        field="location"
        type="text"
        label={text('event.location')}
        placeholder={text('event.locationPlaceholder')}
        value={details.location}
        onCommit={(location) => setEventDetails(doc, { location })}
      />
      <div className="grid grid-cols-2 gap-4">
        <Choice
          field="status"
          label={text('event.status')}
          value={details.status}
          disabled={!editable}
          options={eventStatuses.map((status, index) => [status, text(`event.status.${status}`), index < rank])}
          onChange={(value) => {
            const status = eventStatuses.find((one) => one === value);
            if (status !== undefined) setEventDetails(doc, { status });
          }}
        />
        <Choice
          field="visibility"
          label={text('event.visibility')}
          value={details.visibility ?? 'default'}
          disabled={!editable}
          options={eventVisibilities.map((visibility) => [visibility, text(`event.visibility.${visibility}`), false])}
          onChange={(value) => {
            const visibility = eventVisibilities.find((one) => one === value);
            if (visibility !== undefined) setEventDetails(doc, { visibility });
          }}
        />
        <CalendarChoice />
      </div>
      <FieldFrame field="color">
        <ColorChoice
          label={text('event.color')}
          value={details.color}
          inherited={calendarColor}
          disabled={!editable}
          onChange={(color) => setEventDetails(doc, { color })}
        />
      </FieldFrame>
    </div>
  );
}

/** In which calendar the event is, and the way into another one. */
function CalendarChoice(): ReactNode {
  const text = useTextOf();
  const { session, state } = useOpenTrip().trip;
  const { perform, calendars } = useCalendar();
  const shown = useShownOccurrence(session.id);
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
      disabled={state.role !== 'owner' || !isListed}
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
  readonly disabled: boolean;
  readonly options: readonly (readonly [value: string, label: string, isDisabled: boolean])[];
  readonly onChange: (value: string) => void;
}

function Choice({ field, label, value, disabled, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <FieldFrame field={field} className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)} className="field px-2">
        {options.map(([one, words, isDisabled]) => (
          <option key={one} value={one} disabled={isDisabled}>
            {words}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
