import { useTextOf } from '../i18n/use-text-of';
import { usePageTitle } from '../layout/use-page-title';

/** The page of a trip before its content is there, in about its shape. */
export function TripSkeleton({ offline = false }: { offline?: boolean }) {
  const text = useTextOf();
  usePageTitle(text('trip.loading'));
  return (
    <div className="mx-auto max-w-6xl px-4 py-4">
      <h1 className="sr-only">{text('trip.loading')}</h1>
      <p role="status" className="sr-only">
        {offline && text('trip.loadingOffline')}
      </p>
      <div className="flex h-12 items-center">
        <div className="skeleton h-6 w-24" />
      </div>
      <div className="skeleton mt-2 h-12 w-full max-w-xl" />
      <div className="skeleton mt-6 h-16 w-full max-w-2xl" />
      <div className="mt-6 grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="skeleton h-96" />
        <div className="skeleton h-72" />
      </div>
    </div>
  );
}
