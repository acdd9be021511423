import { useCallback, useEffect } from 'react';
import type { Inbox } from '../../react';
import { ErrorNotice } from '../design/error-notice';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { SessionList } from './session-list';
import { SettingsSection } from './settings-section';
import { useListed } from './use-listed';

/** Where somebody is connected, and the way to end a connection that should not be there. */
export function Sessions({ inbox, isLive }: { readonly inbox: Inbox; readonly isLive: boolean }) {
  const text = useTextOf();
  const showError = useShowError();
  const { items, error, reload } = useListed(useCallback(() => inbox.calls.listSessions(), [inbox]));
  // The connection of this page is one of them.
  useEffect(() => {
    if (isLive) void reload();
  }, [isLive, reload]);
  return (
    <SettingsSection title={text('inboxSettings.sessions.title')}>
      {error === null ? (
        <SessionList
          sessions={items}
          ownDevice={inbox.deviceId}
          onEnd={(id) => {
            inbox.calls.endSession(id).then(reload, showError);
          }}
        />
      ) : (
        <ErrorNotice error={error} onRetry={() => void reload()} />
      )}
    </SettingsSection>
  );
}
