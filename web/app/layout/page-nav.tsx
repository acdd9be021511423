import { CalendarDays, Luggage } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useTextOf } from '../i18n/use-text-of';

const pages = [
  { href: '/', label: 'app.page.trips', icon: Luggage, holds: (path: string) => path === '/' || path.startsWith('/trips/') },
  { href: '/calendar', label: 'app.page.calendar', icon: CalendarDays, holds: (path: string) => path === '/calendar' },
] as const;

/** The large parts of the app. On a narrow screen their icons have to do; there the way home leads to the trips, too. */
export function PageNav() {
  const text = useTextOf();
  const [path] = useLocation();
  return (
    <nav aria-label={text('app.pages')} className="flex sm:ml-2 sm:gap-1">
      {pages.map(({ href, label, icon: Icon, holds }) => (
        <Link
          key={href}
          href={href}
          title={text(label)}
          aria-current={holds(path) ? 'page' : undefined}
          className={`inline-flex min-h-10 min-w-10 items-center justify-center gap-2 rounded-md text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-ink sm:px-3 ${href === '/' ? 'max-[28rem]:hidden' : ''}`}
        >
          <Icon size={18} aria-hidden="true" />
          <span className="max-sm:sr-only">{text(label)}</span>
        </Link>
      ))}
    </nav>
  );
}
