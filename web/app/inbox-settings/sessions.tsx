import { useCallback } from 'react';
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
  const { items, error, reload } = useListed(
    useCallback(() => inbox.calls.listSessions(), [inbox]),
    isLive,
  );
  return (
    <SettingsSection title={text('inboxSettings.sessions.title')}>
      {error !== null && <ErrorNotice error={error} onRetry={() => void reload()} />}
      {(error === null || items !== null) && (
        <SessionList
          sessions={items}
          ownDevice={inbox.deviceId}
          onEnd={(id) => {
            // What it failed for may be that it has ended already.
            void inbox.calls.endSession(id).catch(showError).then(reload);
          }}
        />
      )}
    </SettingsSection>
  );
}
