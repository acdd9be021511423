import { Lightbulb } from 'lucide-react';
import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { FormattedDate } from 'react-intl';
import type { Day } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { dateOfDay } from './days';
import { useIdsOf } from './use-board';
import { useDayName } from './use-day-name';

interface DayChipsProps {
  readonly days: readonly number[];
  readonly startDate: string | null;
  readonly board: RefObject<HTMLElement | null>;
}

/** Leads to the days of a long page, on a screen too narrow for days side by side. */
export function DayChips({ days, startDate, board }: DayChipsProps) {
  const text = useTextOf();
  const dayName = useDayName();
  const { editable } = useBoard();
  const hasIdeas = useIdsOf(null).length > 0;
  // As with their column: who may only look needs no way to ideas that are not there.
  const columns: readonly Day[] = hasIdeas || editable ? [...days, null] : days;
  const current = useColumnInSight(board, columns.length);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const chip = list.current?.querySelector<HTMLElement>(`[href="#day-${current}"]`);
    if (chip) list.current?.scrollTo({ left: chip.offsetLeft - list.current.clientWidth / 2 + chip.clientWidth / 2 });
  }, [current]);
  return (
    <nav aria-label={text('itinerary.days')} className="day-chips">
      <ul ref={list}>
        {columns.map((day) => {
          const name = String(day ?? 'none');
          const date = day === null ? null : dateOfDay(startDate, day);
          return (
            <li key={name}>
              <a href={`#day-${name}`} aria-current={name === current ? 'true' : undefined} onClick={goTo}>
                <span className="sr-only">{dayName(day)}</span>
                <span aria-hidden="true">{day ?? <Lightbulb size={16} />}</span>
                {date !== null && (
                  <span className="text-sm">
                    <FormattedDate value={date} weekday="short" timeZone="UTC" />
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function goTo(event: MouseEvent<HTMLAnchorElement>): void {
  const id = new URL(event.currentTarget.href).hash.slice(1);
  const column = document.getElementById(id);
  if (column === null) return;
  event.preventDefault();
  column.scrollIntoView({ block: 'start' });
  column.querySelector('h3')?.focus({ preventScroll: true });
}

/** The name of the uppermost column that can be seen. */
function useColumnInSight(board: RefObject<HTMLElement | null>, columns: number): string | null {
  const [inSight, setInSight] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other columns are to be looked at when there are more.
  useEffect(() => {
    const seen = new Set<Element>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target);
          else seen.delete(target);
        }
        const all = [...(board.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])];
        setInSight(
          all.find((column) => seen.has(column) && column.dataset.column !== 'none')?.dataset.column ??
            (seen.size > 0 ? 'none' : null),
        );
      },
      { rootMargin: '-30% 0% -60% 0%' },
    );
    for (const column of board.current?.querySelectorAll('[data-column]') ?? []) observer.observe(column);
    return () => observer.disconnect();
  }, [board, columns]);
  return inSight;
}
