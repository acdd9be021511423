import type { ReactNode } from 'react';
import type { NotificationCategory } from '../../sdk';
import { icon } from '../icons';

const icons: Readonly<Record<NotificationCategory, () => ReactNode>> = {
  task: icon(<path d="M4 12.5 9 17.5 20 6.5" />),
  calendar: icon(<path d="M4 6.5h16v14H4zM4 11h16M8.5 3.5v5M15.5 3.5v5" />),
  system: icon(<path d="M4 7h16M4 12h16M4 17h16" />),
  social: icon(
    <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.5M18.5 20a6.5 6.5 0 0 0-2.5-5" />,
  ),
  trip: icon(<path d="M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20zM9 4v13.5M15 6.5V20" />),
  booking: icon(<path d="M3 7h18v3.5a2 2 0 0 0 0 4V18H3v-3.5a2 2 0 0 0 0-4zM14 7v11" />),
};

/** The picture for a category that stands unless a program brings its own. */
export function categoryIcon(category: NotificationCategory): ReactNode {
  const Icon = icons[category];
  return <Icon />;
}
