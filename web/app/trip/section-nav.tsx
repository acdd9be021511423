import { CalendarRange, Link2, type LucideIcon, NotebookPen, Wallet } from 'lucide-react';
import { Link } from 'wouter';
import { usePresence } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { sectionOfField, sectionPath, type TripSection, tripSections } from './sections';
import { useOpenTrip } from './trip-context';

const icons: Readonly<Record<TripSection, LucideIcon>> = {
  plan: CalendarRange,
  notes: NotebookPen,
  budget: Wallet,
  links: Link2,
};

/** Chooses what stands beside the plan, where the screen is wide enough for both. */
export function PanelNav({ shown }: { shown: TripSection }) {
  const text = useTextOf();
  return (
    <nav aria-label={text('sections.panel')} className="flex gap-1 max-panel:hidden">
      {tripSections.map(
        (section) =>
          section !== 'plan' && (
            <SectionLink
              key={section}
              section={section}
              isShown={section === shown}
              className="flex min-h-10 flex-1 items-center justify-center gap-2 rounded-md px-3 font-medium"
            />
          ),
      )}
    </nav>
  );
}

/** Chooses what the screen shows, where it is too narrow for more than one part. */
export function BottomBar({ shown }: { shown: TripSection }) {
  const text = useTextOf();
  return (
    <nav
      data-bottom-bar
      aria-label={text('sections.all')}
      className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] panel:hidden"
    >
      {tripSections.map((section) => (
        <SectionLink
          key={section}
          section={section}
          isShown={section === shown}
          className="flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-sm font-medium"
        />
      ))}
    </nav>
  );
}

interface SectionLinkProps {
  readonly section: TripSection;
  readonly isShown: boolean;
  readonly className: string;
}

function SectionLink({ section, isShown, className }: SectionLinkProps) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const own = trip.state.person?.id;
  const color = usePresence(
    trip.awareness,
    (people) =>
      people.find(
        ({ id, states }) =>
          id !== own && states.some(({ field }) => typeof field === 'string' && sectionOfField(field) === section),
      )?.color ?? null,
    `${section} ${own}`,
  );
  const Icon = icons[section];
  return (
    <Link
      href={sectionPath(trip.session.id, section)}
      aria-current={isShown ? 'page' : undefined}
      className={`text-muted hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-ink ${className}`}
    >
      <span className="relative">
        <Icon size={18} aria-hidden="true" />
        {color !== null && !isShown && (
          <span
            title={text('sections.somebody')}
            className="absolute -top-1 -right-1.5 size-2.5 rounded-full border-2 border-surface"
            style={{ backgroundColor: color }}
          />
        )}
      </span>
      {text(`sections.${section}`)}
    </Link>
  );
}
