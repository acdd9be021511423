import { CalendarLoader } from './calendar-loader';
import { CalendarMessages } from './calendar-messages';
import './calendar.css';

/** The calendar: everything of the person, and of those who share with them. */
export default function CalendarPage() {
  return (
    <CalendarMessages>
      <CalendarLoader />
    </CalendarMessages>
  );
}
