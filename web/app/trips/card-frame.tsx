import type { ReactNode, Ref } from 'react';
import { Cover } from '../covers/cover';

interface CardFrameProps {
  readonly tripId: string;
  readonly cover: string | null;
  /** Stands over the picture. */
  readonly badge?: ReactNode;
  /** Whether the trip is one of the past: its picture is paler. */
  readonly faded?: boolean;
  readonly children: ReactNode;
}

/** What all cards of trips have in common: a picture, and words below it. */
export function CardFrame({ tripId, cover, badge, faded = false, children }: CardFrameProps) {
  return (
    <li
      data-testid="trip-card"
      className="card group relative flex flex-col overflow-hidden transition-shadow focus-within:border-accent has-[a:hover]:border-accent has-[a:hover]:shadow-float motion-reduce:transition-none"
    >
      <div className={`relative aspect-[2/1] overflow-hidden border-b border-line ${faded ? 'opacity-60 saturate-50' : ''}`}>
        <Cover
          tripId={tripId}
          cover={cover}
          className="transition-transform duration-300 group-has-[a:hover]:scale-105 motion-reduce:transition-none motion-reduce:group-has-[a:hover]:scale-100"
        />
        {badge && (
          <span className="absolute top-2 left-2 rounded-full bg-surface/90 px-2.5 py-0.5 text-sm font-medium text-ink shadow-card">
            {badge}
          </span>
        )}
      </div>
      <div className="flex flex-1 flex-col gap-1 pt-1.5 pr-1.5 pb-3.5 pl-4">{children}</div>
    </li>
  );
}

/** The cards of a list, as many beside each other as there is room for. */
export function CardGrid({ ref, children }: { ref?: Ref<HTMLUListElement>; children: ReactNode }) {
  return (
    <ul ref={ref} className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17.5rem),1fr))] gap-4 sm:gap-5">
      {children}
    </ul>
  );
}

/** A line of a card with an icon before it. */
export function CardLine({ icon, children }: { icon?: ReactNode; children: ReactNode }) {
  return (
    <p className="flex min-h-6 min-w-0 items-center gap-1.5 pr-2.5 text-sm text-muted">
      {icon}
      <span dir="auto" className="min-w-0 truncate">
        {children}
      </span>
    </p>
  );
}
