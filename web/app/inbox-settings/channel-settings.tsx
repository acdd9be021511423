import { Send } from 'lucide-react';
import { type InboxPreferences, type NotificationChannel, notificationChannels } from '../../react';
import { IconButton } from '../design/button';
import { Switch } from '../design/switch';
import { useTextOf } from '../i18n/use-text-of';

interface ChannelSettingsProps {
  readonly preferences: InboxPreferences;
  readonly onChange: (preferences: InboxPreferences) => void;
  /** Sends a notification over one channel, to see whether it arrives. */
  readonly onTest: (channel: NotificationChannel) => void;
}

/** By which ways somebody wants to be told, each with a way to try it. */
export function ChannelSettings({ preferences, onChange, onTest }: ChannelSettingsProps) {
  const text = useTextOf();
  return notificationChannels.map((channel) => (
    <div key={channel} className="flex items-center gap-3">
      <Switch
        label={text(`channel.${channel}`)}
        description={text(`channel.${channel}.text`)}
        checked={preferences.channels[channel]}
        onChange={(isOn) => onChange({ ...preferences, channels: { ...preferences.channels, [channel]: isOn } })}
      />
      <IconButton label={text('inboxSettings.test', { channel: text(`channel.${channel}`) })} onClick={() => onTest(channel)}>
        <Send size={17} aria-hidden="true" />
      </IconButton>
    </div>
  ));
}
