import { useCallback } from 'react';
import { type Inbox, type InboxPreferences, type NotificationChannel, notificationChannels } from '../../react';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { isKnownType, typeRows } from './type-rows';
import { useListed } from './use-listed';

interface TypeSettingsProps {
  readonly inbox: Inbox;
  readonly isLive: boolean;
  readonly preferences: InboxPreferences;
  readonly onChange: (preferences: InboxPreferences) => void;
}

/** Which kind of notification takes which way. */
export function TypeSettings({ inbox, isLive, preferences, onChange }: TypeSettingsProps) {
  const text = useTextOf();
  const { items, error, reload } = useListed(
    useCallback(() => inbox.calls.listTypes(), [inbox]),
    isLive,
  );
  const set = (type: string, channels: readonly NotificationChannel[]) =>
    onChange({ ...preferences, types: { ...preferences.types, [type]: channels } });
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={() => void reload()} />}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        tabIndex={0}
        aria-label={text('inboxSettings.types.table')}
        className="-mx-5 overflow-x-auto px-5 sm:-mx-6 sm:px-6"
      >
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
            {typeRows(items, preferences).map(({ type, channels }) => {
              const name = isKnownType(type) ? text(`notificationType.${type}`) : type;
              return (
                <tr key={type} className="border-b border-line last:border-b-0">
                  <th scope="row" className="wrap-anywhere py-1 pr-3 text-left font-normal">
                    {name}
                  </th>
                  {notificationChannels.map((channel) => (
                    <td key={channel} className="text-center">
                      <label className="inline-flex size-10 cursor-pointer items-center justify-center">
                        <input
                          type="checkbox"
                          aria-label={text('inboxSettings.types.by', { type: name, channel: text(`channel.${channel}`) })}
                          checked={channels.includes(channel)}
                          onChange={(event) =>
                            set(
                              type,
                              event.target.checked ? [...channels, channel] : channels.filter((other) => other !== channel),
                            )
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
    </>
  );
}
