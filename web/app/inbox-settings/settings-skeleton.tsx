import { useTextOf } from '../i18n/use-text-of';

/** Groups of settings without content. */
export function SettingsSkeleton() {
  const text = useTextOf();
  return (
    <div role="status">
      <span className="sr-only">{text('inboxSettings.loading')}</span>
      <div aria-hidden="true" className="flex flex-col gap-5">
        {['h-80', 'h-52', 'h-72'].map((height) => (
          <div key={height} className={`card p-6 ${height}`}>
            <div className="skeleton h-5 w-2/5" />
            <div className="skeleton mt-3 h-3.5 w-3/5" />
          </div>
        ))}
      </div>
    </div>
  );
}
