import { useState } from 'react';
import type { Inbox, InboxState, OpenInbox } from '../../react';
import { NotificationList } from './notification-list';
import { NotificationSkeletons } from './notification-skeletons';
import { useNotificationCommands } from './use-notification-commands';

interface InboxContentProps {
  /** Null while it is being opened. */
  readonly open: OpenInbox | null;
  readonly opened: string | null;
  /** Called when somebody leaves for another page of the app. */
  readonly onFollow: () => void;
}

/** The notifications of an inbox that may still be on its way. */
export function InboxContent({ open, opened, onFollow }: InboxContentProps) {
  return open === null ? <NotificationSkeletons /> : <Opened {...open} opened={opened} onFollow={onFollow} />;
}

interface OpenedProps {
  readonly inbox: Inbox;
  readonly state: InboxState;
  readonly opened: string | null;
  readonly onFollow: () => void;
}

function Opened({ inbox, state, opened, onFollow }: OpenedProps) {
  const commands = useNotificationCommands(inbox);
  const [error, setError] = useState<Error | null>(null);
  const loadMore = () => {
    setError(null);
    inbox.loadMore().catch((reason: unknown) => setError(reason as Error));
  };
  return (
    <NotificationList
      // Another one to unfold while the list is open begins it anew: no filter hides it.
      key={opened}
      notifications={state.loaded ? state.notifications : null}
      unreadCount={state.unreadCount}
      error={error}
      onRetry={loadMore}
      onMore={state.hasMore ? loadMore : null}
      isLoadingMore={state.loadingMore}
      onReadAll={() => inbox.markAllRead()}
      commands={{
        ...commands,
        follow: (path) => {
          onFollow();
          commands.follow(path);
        },
      }}
      opened={opened}
    />
  );
}
