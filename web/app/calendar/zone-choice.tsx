import { useId, useMemo } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { useCalendar } from './calendar-context';
import { chooseZone, knownZones } from './use-calendar-zone';

/** In which zone everything is shown, and the way to another one. */
export function ZoneChoice() {
  const text = useTextOf();
  const id = useId();
  const { zone } = useCalendar();
  return (
    <section className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium text-muted">
        {text('calendar.zone')}
      </label>
      <ZoneSelect id={id} value={zone} onChange={chooseZone} />
    </section>
  );
}

interface ZoneSelectProps {
  readonly id: string;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (zone: string) => void;
}

/** All zones of the world; the one of the device comes first. */
export function ZoneSelect({ id, value, disabled = false, onChange }: ZoneSelectProps) {
  const zones = useMemo(() => knownZones(value), [value]);
  return (
    <select id={id} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value)} className="field">
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  );
}
