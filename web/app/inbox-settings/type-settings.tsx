import { type InboxPreferences, type NotificationChannel, notificationChannels } from '../../react';
import { useTextOf } from '../i18n/use-text-of';

/** The kinds of notification that the app itself knows, with the ways they take unless somebody says otherwise. */
const knownTypes = {
  trip_invited: ['in_app', 'push', 'email'],
  role_changed: ['in_app'],
  trip_update: ['in_app'],
  event_invited: ['in_app', 'push', 'email'],
  event_changed: ['in_app', 'push', 'email'],
  event_cancelled: ['in_app', 'push', 'email'],
  event_reminder: ['in_app', 'push'],
  calendar_shared: ['in_app', 'push', 'email'],
  booking_confirmed: ['in_app', 'push', 'email'],
  price_alert: ['in_app', 'push'],
  payment_failed: ['in_app', 'push', 'email', 'sms'],
} as const satisfies Readonly<Record<string, readonly NotificationChannel[]>>;

type KnownType = keyof typeof knownTypes;

interface TypeSettingsProps {
  readonly preferences: InboxPreferences;
  readonly onChange: (preferences: InboxPreferences) => void;
}

/** Which kind of notification takes which way. */
export function TypeSettings({ preferences, onChange }: TypeSettingsProps) {
  const text = useTextOf();
  const set = (type: KnownType, channels: readonly NotificationChannel[]) =>
    onChange({ ...preferences, types: { ...preferences.types, [type]: channels } });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    <section tabIndex={0} aria-label={text('inboxSettings.types.table')} className="-mx-5 overflow-x-auto px-5 sm:-mx-6 sm:px-6">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="py-2 pr-3 text-left font-medium">
              {text('inboxSettings.types.kind')}
            </th>
            {notificationChannels.map((channel) => (
              <th key={channel} scope="col" className="whitespace-nowrap px-1 py-2 text-center text-xs font-medium sm:text-sm">
                {text(`channel.${channel}.short`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(Object.keys(knownTypes) as KnownType[]).map((type) => {
            const chosen: readonly NotificationChannel[] = preferences.types[type] ?? knownTypes[type];
            return (
              <tr key={type} className="border-b border-line last:border-b-0">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  {text(`notificationType.${type}`)}
                </th>
                {notificationChannels.map((channel) => (
                  <td key={channel} className="text-center">
                    <label className="inline-flex size-10 cursor-pointer items-center justify-center">
                      <input
                        type="checkbox"
                        aria-label={text('inboxSettings.types.by', {
                          type: text(`notificationType.${type}`),
                          channel: text(`channel.${channel}`),
                        })}
                        checked={chosen.includes(channel)}
                        onChange={(event) =>
                          set(type, event.target.checked ? [...chosen, channel] : chosen.filter((other) => other !== channel))
                        }
                        className="size-4.5 accent-accent"
                      />
                    </label>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
