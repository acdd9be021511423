import { useTextOf } from '../i18n/use-text-of';

const count = 5;

/** Notifications without content, of the size of those to come. */
export function NotificationSkeletons() {
  const text = useTextOf();
  return (
    <div role="status">
      <span className="sr-only">{text('inbox.loading')}</span>
      <div aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
          <div key={index} className="flex gap-3 border-b border-line py-3 pr-4 pl-4 last:border-b-0">
            <div className="skeleton size-9 shrink-0 rounded-full" />
            <div className="flex flex-1 flex-col gap-2 pt-1">
              <div className="skeleton h-4 w-3/5" />
              <div className="skeleton h-3.5 w-4/5" />
              <div className="skeleton h-3 w-1/4" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
