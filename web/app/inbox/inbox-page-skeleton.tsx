import { useTextOf } from '../i18n/use-text-of';
import { NotificationSkeletons } from './notification-skeletons';

/** The page of notifications before it is there. */
export function InboxPageSkeleton() {
  const text = useTextOf();
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-6 sm:py-8">
      <h1 className="flex min-h-10 items-center text-2xl font-semibold">{text('inbox.title')}</h1>
      <div className="card overflow-hidden">
        <NotificationSkeletons />
      </div>
    </div>
  );
}
