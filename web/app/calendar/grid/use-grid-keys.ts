import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react';
import { addDays } from '../../trips/times';
import { useCalendar } from '../calendar-context';
import type { CalendarView } from '../days';
import { useEventWords } from '../event-words';
import { mayEdit, occurrenceKey, type ShownEvent } from '../shown-event';
import type { Draft } from './draft';
import { dayStep, eventStep, movedByKey } from './grid-keys';
import { eventsOfDay, type SpannedEvent } from './shown-pieces';
import { type GridChanges, isSame } from './use-grid-dragging';

interface GridKeys extends GridChanges {
  readonly view: CalendarView;
  readonly spans: readonly SpannedEvent[];
  readonly draft: Draft | null;
}

/**
 * What the keyboard does on the grid: arrows lead from day to day and from event to event; with Alt they move an event, with Shift
 * its start, with both its end.
 */
export function useGridKeys(root: RefObject<HTMLElement | null>, keys: GridKeys) {
  const { date, zone, goToDate, remove, announce } = useCalendar();
  const words = useEventWords();
  const focusNext = useFocusAfterStep(root, date);
  useKeptFocus(root, date);
  /** An event that is being moved by keys: until Alt and Shift are let go. */
  const moving = useRef<{ event: ShownEvent; times: ShownEvent } | null>(null);

  const step = (days: number, wantsEvent: boolean) => {
    focusNext(addDays(date, days), wantsEvent);
    goToDate(addDays(date, days));
  };
  const move = (event: ShownEvent, pressed: KeyboardEvent) => {
    const current = moving.current?.times ?? event;
    const times = movedByKey(current, pressed, zone);
    if (times === null) return false;
    if (!mayEdit(event)) return true;
    moving.current = { event: moving.current?.event ?? event, times: { ...current, ...times } };
    keys.onDraft({ key: occurrenceKey(event), times });
    announce(words.when(times));
    return true;
  };
  const onEventKey = (event: ShownEvent, pressed: KeyboardEvent): boolean => {
    if (move(event, pressed)) return true;
    const between = eventStep(pressed);
    if (between !== null) {
      const own = eventsOfDay(keys.spans, date);
      const index = own.findIndex((other) => occurrenceKey(other) === occurrenceKey(event));
      const next = own[index + between];
      if (next === undefined) return focusDay(root.current, date);
      return focusEvent(root.current, next);
    }
    const days = dayStep('week', pressed);
    if (days !== null) step(days, true);
    else if ((pressed.key === 'Delete' || pressed.key === 'Backspace') && mayEdit(event)) remove(event);
    else return false;
    return true;
  };
  const onDayKey = (pressed: KeyboardEvent): boolean => {
    const days = dayStep(keys.view, pressed);
    if (days !== null) {
      step(days, false);
      return true;
    }
    const [first] = eventStep(pressed) === 1 ? eventsOfDay(keys.spans, date) : [];
    return first !== undefined && focusEvent(root.current, first);
  };

  const onKeyDown = (pressed: KeyboardEvent) => {
    if (pressed.nativeEvent.isComposing || !(pressed.target instanceof HTMLElement)) return;
    if (pressed.key === 'Escape' && moving.current !== null) {
      moving.current = null;
      keys.onDraft(null);
      pressed.preventDefault();
      return;
    }
    const { event: key, date: day } = pressed.target.dataset;
    const event = key === undefined ? undefined : keys.events.find((one) => occurrenceKey(one) === key);
    const isUsed = event !== undefined ? onEventKey(event, pressed) : day !== undefined && onDayKey(pressed);
    if (isUsed) pressed.preventDefault();
  };
  const onKeyUp = ({ key, altKey, shiftKey }: KeyboardEvent) => {
    // Who lets go of one of both may go on with the other.
    if ((key !== 'Alt' && key !== 'Shift') || altKey || shiftKey || moving.current === null) return;
    const { event, times } = moving.current;
    moving.current = null;
    keys.onDraft(null);
    if (!isSame(event, times))
      keys.onMove(event, { start_time: times.start_time, end_time: times.end_time, all_day: times.all_day });
  };
  return { onKeyDown, onKeyUp };
}

/**
 * Gives the focus back to an event that is drawn anew in another place: on another day, or in another lane. From one that is gone
 * the keys lead on at the day.
 */
function useKeptFocus(root: RefObject<HTMLElement | null>, date: string): void {
  const focused = useRef<string | null>(null);
  useLayoutEffect(() => {
    const remember = ({ target }: Event) => {
      const chip = target instanceof Element ? target.closest<HTMLElement>('[data-event]') : null;
      focused.current = chip !== null && root.current?.contains(chip) ? (chip.dataset.event ?? null) : null;
    };
    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', remember);
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', remember);
    };
  }, [root]);
  useLayoutEffect(() => {
    if (focused.current === null || document.activeElement !== document.body) return;
    const chip = root.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(focused.current)}"]`);
    if (chip) chip.focus();
    else focusDay(root.current, date);
  });
}

/** Puts the focus where a step has led, once it is drawn. */
function useFocusAfterStep(root: RefObject<HTMLElement | null>, date: string): (date: string, wantsEvent: boolean) => void {
  const wanted = useRef<{ date: string; wantsEvent: boolean } | null>(null);
  useLayoutEffect(() => {
    const step = wanted.current;
    if (step === null || step.date !== date) return;
    wanted.current = null;
    const stops = root.current?.querySelectorAll<HTMLElement>('[data-event][tabindex="0"]') ?? [];
    const [first] = step.wantsEvent ? stops : [];
    if (first !== undefined) first.focus();
    else focusDay(root.current, date);
  });
  return (next, wantsEvent) => {
    wanted.current = { date: next, wantsEvent };
  };
}

function focusDay(root: HTMLElement | null, date: string): boolean {
  root?.querySelector<HTMLElement>(`[data-date="${CSS.escape(date)}"]`)?.focus();
  return true;
}

function focusEvent(root: HTMLElement | null, event: ShownEvent): boolean {
  root?.querySelector<HTMLElement>(`[data-event="${CSS.escape(occurrenceKey(event))}"]`)?.focus();
  return true;
}
