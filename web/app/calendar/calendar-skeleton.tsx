import { useTextOf } from '../i18n/use-text-of';

const rows = [1, 2, 3, 4, 5];

/** The page before anything is known, in about its shape. */
export function CalendarSkeleton() {
  const text = useTextOf();
  return (
    <div className="mx-auto flex h-[calc(100dvh-3.5rem)] max-w-[110rem] flex-col px-4 pb-4 panel:px-6">
      <h1 className="sr-only">{text('calendar.loading')}</h1>
      <div className="flex h-14 items-center gap-3">
        <div className="skeleton h-8 w-40" />
        <div className="skeleton ml-auto h-8 w-56 max-sm:w-24" />
      </div>
      <div className="flex min-h-0 flex-1 gap-6">
        <div className="skeleton w-60 shrink-0 max-panel:hidden" />
        <div className="card flex flex-1 flex-col gap-2 p-2">
          {rows.map((row) => (
            <div key={row} className="skeleton flex-1" />
          ))}
        </div>
      </div>
    </div>
  );
}
