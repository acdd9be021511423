import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';

/** An invitation before anything is known of it. */
export function InviteSkeleton() {
  const text = useTextOf();
  usePageTitle(text('invite.loading'));
  return (
    <div role="status" className="mx-auto max-w-md px-4 py-10 sm:py-16">
      <h1 className="sr-only">{text('invite.loading')}</h1>
      <div className="skeleton h-72" />
    </div>
  );
}
