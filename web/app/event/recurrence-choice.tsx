import { useId, useState } from 'react';
import { type EventDetails, setEventDetails } from '../../react/events';
import { useTextOf } from '../i18n/use-text-of';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { CustomRecurrence } from './custom-recurrence';
import { formOfRule, presetOfRule, type RecurrencePreset, recurrencePresets, startDateOf } from './recurrence-form';

const presets = Object.keys(recurrencePresets) as RecurrencePreset[];

/** Whether the event repeats, and how. */
export function RecurrenceChoice({ details }: { details: EventDetails }) {
  const text = useTextOf();
  const id = useId();
  const { doc, editable } = useOpenTrip().trip;
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
  };
  return (
    <FieldFrame field="recurrence">
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {text('repeat.label')}
      </label>
      <select
        id={id}
        value={isCustom ? 'custom' : preset}
        disabled={!editable}
        onChange={(event) => choose(event.target.value)}
        className="field px-2"
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
        <CustomRecurrence form={form} startDate={startDateOf(details)} editable={editable} onChange={set} />
      )}
      {isCustom && form === null && <p className="mt-1 text-sm break-all text-muted">{recurrence}</p>}
    </FieldFrame>
  );
}
