import { useTextOf } from '../i18n/use-text-of';
import { SettingsSkeleton } from './settings-skeleton';

/** The page of settings before it is there. */
export function SettingsPageSkeleton() {
  const text = useTextOf();
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-5 px-4 py-6 sm:py-8">
      <div aria-hidden="true" className="skeleton h-10 w-24" />
      <h1 className="text-2xl font-semibold">{text('inboxSettings.title')}</h1>
      <SettingsSkeleton />
    </div>
  );
}
