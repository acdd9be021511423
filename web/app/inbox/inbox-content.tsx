import type { OpenInbox } from '../../react';
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
  return open === null ? <NotificationSkeletons /> : <Opened open={open} opened={opened} onFollow={onFollow} />;
}

interface OpenedProps {
  readonly open: OpenInbox;
  readonly opened: string | null;
  readonly onFollow: () => void;
}

function Opened({ open, opened, onFollow }: OpenedProps) {
  const commands = useNotificationCommands(open.inbox);
  return (
    <NotificationList
      // Another one to unfold while the list is open begins it anew: no filter hides it.
      key={opened}
      open={open}
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
