import { useTextOf } from '../i18n/use-text-of';

const count = 6;

/** Cards without content, of the size of those to come. */
export function CardSkeletons() {
  const text = useTextOf();
  return (
    <div role="status">
      <span className="sr-only">{text('trips.loading')}</span>
      <div aria-hidden="true" className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17.5rem),1fr))] gap-4 sm:gap-5">
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
          <div key={index} className="card flex flex-col overflow-hidden">
            <div className="skeleton aspect-[2/1] rounded-none" />
            <div className="flex flex-1 flex-col gap-1 pt-1.5 pr-1.5 pb-3.5 pl-4">
              <div className="flex h-10 items-center">
                <div className="skeleton h-5 w-3/5" />
              </div>
              <div className="flex h-6 items-center">
                <div className="skeleton h-3.5 w-4/5" />
              </div>
              <div className="flex h-6 items-center">
                <div className="skeleton h-3.5 w-2/5" />
              </div>
              <div className="mt-2 flex h-8 items-center gap-2">
                <div className="skeleton size-8 rounded-full" />
                <div className="skeleton size-8 rounded-full" />
              </div>
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
