import { useId, useMemo } from 'react';
import type { InboxPreferences } from '../../react';
import { Switch } from '../design/switch';
import { useTextOf } from '../i18n/use-text-of';

interface QuietHoursSettingsProps {
  readonly preferences: InboxPreferences;
  readonly onChange: (preferences: InboxPreferences) => void;
}

/** When nothing may ring, and where the clock of that stands. */
export function QuietHoursSettings({ preferences, onChange }: QuietHoursSettingsProps) {
  const text = useTextOf();
  const { quiet_hours: hours, time_zone } = preferences;
  const set = (change: Partial<InboxPreferences['quiet_hours']>) =>
    onChange({ ...preferences, quiet_hours: { ...hours, ...change } });
  return (
    <>
      <Switch
        label={text('inboxSettings.quiet.switch')}
        description={text('inboxSettings.quiet.text')}
        checked={hours.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      <div className="grid gap-4 sm:grid-cols-[auto_auto_1fr]">
        <Time
          label={text('inboxSettings.quiet.from')}
          value={hours.from}
          isOff={!hours.enabled}
          onChange={(from) => set({ from })}
        />
        <Time label={text('inboxSettings.quiet.to')} value={hours.to} isOff={!hours.enabled} onChange={(to) => set({ to })} />
        <TimeZone value={time_zone} onChange={(zone) => onChange({ ...preferences, time_zone: zone })} />
      </div>
    </>
  );
}

interface TimeProps {
  readonly label: string;
  /** `HH:MM`. */
  readonly value: string;
  readonly isOff: boolean;
  readonly onChange: (value: string) => void;
}

function Time({ label, value, isOff, onChange }: TimeProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        type="time"
        value={value}
        disabled={isOff}
        onChange={(event) => {
          // Empty while somebody is typing: there is no such time.
          if (event.target.value !== '') onChange(event.target.value);
        }}
        className="field sm:w-36"
      />
    </div>
  );
}

function TimeZone({ value, onChange }: { readonly value: string; readonly onChange: (zone: string) => void }) {
  const text = useTextOf();
  const id = useId();
  const zones = useMemo(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    return [...new Set([value, own, ...Intl.supportedValuesOf('timeZone'), 'UTC'])];
  }, [value]);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {text('inboxSettings.timeZone')}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className="field">
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  );
}
