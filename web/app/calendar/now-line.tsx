import { useEffect, useState } from 'react';
import { useCalendar } from './calendar-context';
import { dayMinutes, minuteMs, wallTimeOf } from './zone-times';

/** Where the day is just now. */
export function NowLine() {
  const { zone } = useCalendar();
  const { minutes } = wallTimeOf(useNow(), zone);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 z-2 border-t-2 border-danger before:absolute before:-top-[5px] before:-left-1 before:size-2 before:rounded-full before:bg-danger"
      style={{ top: `${(minutes / dayMinutes) * 100}%` }}
    />
  );
}

/** The time it is, to the minute, in ms since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), minuteMs - (Date.now() % minuteMs));
    return () => clearTimeout(timer);
  });
  return now;
}
