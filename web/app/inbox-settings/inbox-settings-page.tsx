import { ArrowLeft } from 'lucide-react';
import { Link } from 'wouter';
import { RealtimeStatusBar, useInbox } from '../../react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';
import { Addresses } from './addresses';
import { PreferenceSettings } from './preference-settings';
import { Sessions } from './sessions';
import { SettingsSkeleton } from './settings-skeleton';

/** How somebody wants to be told things, where, and where they are connected. */
export default function InboxSettingsPage() {
  const text = useTextOf();
  const { locale } = useLocale();
  const open = useInbox();
  const isLive = open?.state.status.name === 'live';
  const preferences = open?.state.preferences ?? null;
  usePageTitle(text('inboxSettings.title'));
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-5 px-4 py-6 sm:py-8">
      <Link href="/inbox" className="inline-flex min-h-10 items-center gap-1.5 self-start rounded-md text-muted hover:text-ink">
        <ArrowLeft size={18} aria-hidden="true" />
        {text('inbox.title')}
      </Link>
      <h1 className="text-2xl font-semibold">{text('inboxSettings.title')}</h1>
      <RealtimeStatusBar locale={locale} className="rounded-md" />
      {open === null || preferences === null ? (
        <SettingsSkeleton />
      ) : (
        <>
          <PreferenceSettings inbox={open.inbox} isLive={isLive} preferences={preferences} />
          <Addresses inbox={open.inbox} isLive={isLive} />
          <Sessions inbox={open.inbox} isLive={isLive} />
        </>
      )}
    </div>
  );
}
