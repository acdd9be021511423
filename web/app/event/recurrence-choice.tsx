import { useId, useState } from 'react';
import { useIntl } from 'react-intl';
import { type EventDetails, setEventDetails } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { CustomRecurrence } from './custom-recurrence';
import { eventParts } from './event-parts';
import { formOfRule, presetOfRule, type RecurrencePreset, recurrencePresets, startDateOf } from './recurrence-form';
import { ruleWords } from './rule-words';

const presets = Object.keys(recurrencePresets) as RecurrencePreset[];

/** Whether the event repeats, and how. */
export function RecurrenceChoice({ details }: { details: EventDetails }) {
  const text = useTextOf();
  const intl = useIntl();
  const id = useId();
  const { doc } = useOpenTrip().trip;
  const { isLocked, mayWrite, describedBy } = useLockable(eventParts.recurrence);
  const { recurrence } = details;
  const [wantsCustom, setWantsCustom] = useState(false);
  const preset = presetOfRule(recurrence);
  const isCustom = wantsCustom || preset === 'custom';
  const form = formOfRule(recurrence ?? recurrencePresets.weekly, details);
  const set = (rule: string | null) => setEventDetails(doc, { recurrence: rule });
  const choose = (value: string) => {
    setWantsCustom(value === 'custom');
    if (value === 'none') set(null);
    else if (value !== 'custom') set(recurrencePresets[value as RecurrencePreset]);
    // What the form then shows is what the event does, also where nothing of it is changed.
    else if (recurrence === null) set(recurrencePresets.weekly);
  };
  return (
    <FieldFrame field="recurrence" isLocked={isLocked} className="lockable">
      <FieldLabel part={eventParts.recurrence} name={text('repeat.label')}>
        <label htmlFor={id} className="text-muted">
          {text('repeat.label')}
        </label>
      </FieldLabel>
      <select
        id={id}
        value={isCustom ? 'custom' : preset}
        disabled={!mayWrite}
        aria-describedby={describedBy}
        onChange={(event) => choose(event.target.value)}
        className="field"
      >
        <option value="none">{text('repeat.none')}</option>
        {presets.map((one) => (
          <option key={one} value={one}>
            {text(`repeat.${one}`)}
          </option>
        ))}
        <option value="custom">{text('repeat.custom')}</option>
      </select>
      {isCustom && form !== null && (
        <CustomRecurrence form={form} startDate={startDateOf(details)} editable={mayWrite} onChange={set} />
      )}
      {isCustom && form === null && recurrence !== null && (
        <p className="mt-1 text-sm wrap-anywhere text-muted">
          {ruleWords(recurrence, intl, details.time_zone ?? 'UTC') ?? recurrence}
        </p>
      )}
    </FieldFrame>
  );
}
