import { lazy, memo, type ReactNode, Suspense, useRef } from 'react';
import type { ParticipantListProps } from '../../react';
import { Board } from '../board/board';
import { Notes } from '../notes/notes';
import { BottomBar, PanelNav } from './section-nav';
import type { TripSection } from './sections';
import { useOpenTrip } from './trip-context';
import { TripHeader } from './trip-header';
import { tripParts } from './trip-parts';
import { useSharedFocus } from './use-shared-focus';

const Budget = lazy(() => import('../budget/budget'));
const Links = lazy(() => import('../links/links'));

type TripContentProps = Required<Pick<ParticipantListProps, 'follow'>> & { readonly section: TripSection };

/**
 * The content of a trip that has been loaded: the plan, and beside it, or in its place on a narrow screen, one of the
 * other parts.
 */
export const TripContent = memo(function TripContent({ follow, section }: TripContentProps) {
  const { trip } = useOpenTrip();
  const root = useRef<HTMLDivElement>(null);
  useSharedFocus(root, trip.awareness);
  const beside = section === 'plan' ? 'notes' : section;
  return (
    <div ref={root} className="max-panel:pb-16">
      <div className={section === 'plan' ? '' : 'max-panel:hidden'}>
        <TripHeader follow={follow} />
        <div className="h-5" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 panel:grid-cols-[minmax(0,1fr)_24rem]">
        <div className={section === 'plan' ? 'min-w-0' : 'min-w-0 max-panel:hidden'}>
          <Board />
        </div>
        <aside className={`panel:sticky panel:top-16 ${section === 'plan' ? 'max-panel:hidden' : ''}`}>
          <PanelNav shown={beside} />
          <div className="mt-3 panel:mt-1 panel:max-h-[calc(100dvh-8rem)] panel:overflow-y-auto">
            <Suspense fallback={<div aria-hidden="true" className="skeleton h-64" />}>{panels[beside]}</Suspense>
          </div>
        </aside>
      </div>
      <BottomBar shown={section} />
    </div>
  );
});

const panels: Readonly<Record<Exclude<TripSection, 'plan'>, ReactNode>> = {
  notes: <Notes />,
  budget: <Budget />,
  links: <Links part={tripParts.attachments} />,
};
