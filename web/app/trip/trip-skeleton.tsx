import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';

/** The page of a trip before its content is there, in about its shape. */
export function TripSkeleton({ offline = false }: { offline?: boolean }) {
  const text = useTextOf();
  usePageTitle(text('trip.loading'));
  return (
    <div className="mx-auto max-w-[110rem] px-4 panel:px-6">
      <h1 className="sr-only">{text('trip.loading')}</h1>
      <p role="status" className="sr-only">
        {offline && text('trip.loadingOffline')}
      </p>
      <div className="flex h-14 items-center">
        <div className="skeleton h-6 w-24" />
      </div>
      <div className="card overflow-hidden panel:grid panel:grid-cols-[15rem_minmax(0,1fr)] min-[90rem]:grid-cols-[21rem_minmax(0,1fr)]">
        <div className="skeleton h-24 rounded-none sm:h-32 panel:h-full" />
        <div className="px-4 pt-5 pb-5">
          <div className="skeleton h-10 max-w-xl" />
          <div className="skeleton mt-5 h-16 max-w-2xl" />
        </div>
      </div>
      <div className="mt-5 grid gap-6 panel:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex gap-4 overflow-hidden max-sm:flex-col">
          {[1, 2, 3, 4].map((column) => (
            <div key={column} className="skeleton h-96 w-72 shrink-0 max-sm:w-full" />
          ))}
        </div>
        <div className="skeleton h-96 max-panel:hidden" />
      </div>
    </div>
  );
}
