import { CalendarDays, CircleCheck, type LucideIcon, Map as MapIcon, Settings2, Ticket, Users } from 'lucide-react';
import type { NotificationCategory } from '../../react';

const icons: Readonly<Record<NotificationCategory, LucideIcon>> = {
  task: CircleCheck,
  calendar: CalendarDays,
  system: Settings2,
  social: Users,
  trip: MapIcon,
  booking: Ticket,
};

/** What a notification is about, as a picture. Its words stand beside it. */
export function CategoryIcon({ category, urgent }: { readonly category: NotificationCategory; readonly urgent: boolean }) {
  const Icon = icons[category];
  return (
    <span
      aria-hidden="true"
      className={`inline-flex size-9 shrink-0 items-center justify-center rounded-full ${urgent ? 'bg-danger-soft text-danger' : 'bg-accent-soft text-accent'}`}
    >
      <Icon size={18} />
    </span>
  );
}
