import type { Inbox, InboxPreferences, NotificationChannel } from '../../react';
import { useToast } from '../design/toast';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { ChannelSettings } from './channel-settings';
import { QuietHoursSettings } from './quiet-hours-settings';
import { SettingsSection } from './settings-section';
import { testObstacle } from './test-obstacle';
import { TypeSettings } from './type-settings';

interface PreferenceSettingsProps {
  readonly inbox: Inbox;
  readonly isLive: boolean;
  readonly preferences: InboxPreferences;
}

/** What somebody wants to be told, how and when. Each change holds at once, and reaches the other devices. */
export function PreferenceSettings({ inbox, isLive, preferences }: PreferenceSettingsProps) {
  const text = useTextOf();
  const show = useToast();
  const showError = useShowError();
  const onChange = (change: InboxPreferences) => inbox.setPreferences(change);
  const onTest = (channel: NotificationChannel) => {
    const name = text(`channel.${channel}`);
    testObstacle(inbox, channel).then((obstacle) => {
      if (obstacle === null) show({ text: text('inboxSettings.tested', { channel: name }) });
      else show({ text: text(`inboxSettings.test.${obstacle}`, { channel: name }), tone: 'danger' });
    }, showError);
  };
  return (
    <>
      <SettingsSection title={text('inboxSettings.channels')} text={text('inboxSettings.channels.text')}>
        <ChannelSettings preferences={preferences} onChange={onChange} onTest={onTest} />
      </SettingsSection>
      <SettingsSection title={text('inboxSettings.quiet.title')}>
        <QuietHoursSettings preferences={preferences} onChange={onChange} />
      </SettingsSection>
      <SettingsSection title={text('inboxSettings.types.title')} text={text('inboxSettings.types.text')}>
        <TypeSettings inbox={inbox} isLive={isLive} preferences={preferences} onChange={onChange} />
      </SettingsSection>
    </>
  );
}
