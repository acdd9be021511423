import { Settings } from 'lucide-react';
import { Link } from 'wouter';
import { RealtimeStatusIndicator, useInbox } from '../../react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { InboxContent } from './inbox-content';
import { useOpened } from './use-opened';

/** The notifications as a page: where a notification of the system leads. */
export default function InboxPage() {
  const text = useTextOf();
  const { locale } = useLocale();
  const open = useInbox();
  const opened = useOpened(open);
  usePageTitle(text('inbox.title'));

  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-6 sm:py-8">
      <div className="flex items-center justify-between gap-3">
        <h1 className="text-2xl font-semibold">{text('inbox.title')}</h1>
        <RealtimeStatusIndicator locale={locale} className="mr-auto" />
        <Link
          href="/inbox/settings"
          className="inline-flex min-h-10 items-center min-w-10 justify-center gap-2 rounded-md border border-line-strong bg-surface hover:bg-sunken sm:px-4"
        >
          <Settings size={17} aria-hidden="true" />
          <span className="max-sm:sr-only">{text('inbox.settings')}</span>
        </Link>
      </div>
      <div className="card overflow-hidden">
        <InboxContent open={open} opened={opened} onFollow={() => undefined} />
      </div>
    </div>
  );
}
