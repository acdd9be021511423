import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { sectionPath, type TripSection } from '../trip/sections';
import { useOpenTrip } from '../trip/trip-context';
import { goToDay, goToNewCard, goToSection, whenDrawn } from './go-to';
import { KeyReader, type PressedShortcut } from './key-reader';
import { isAppleKeyboard, isOverPage, takesText } from './keyboard';
import { shortcuts } from './shortcuts';
import { areSingleKeysOn } from './single-keys';

const HelpSheet = lazy(() => import('./help-sheet'));
const JumpPalette = lazy(() => import('./jump-palette'));

/** What lies over the page. */
type Open = 'help' | 'jump' | null;

const OpenContext = createContext<((what: Open) => void) | null>(null);

/**
 * Opens the help or the palette.
 * @throws Error outside of a `ShortcutsProvider`: a mistake in the program.
 */
export function useOpenShortcuts(): (what: Open) => void {
  const open = use(OpenContext);
  if (open === null) throw new Error('useOpenShortcuts needs a ShortcutsProvider around it');
  return open;
}

/** Makes the shortcuts of a trip's page work. Belongs inside the trip's context. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<Open>(null);
  const act = useShortcutActions(setOpen);
  useShortcutKeys(act);
  const close = useCallback(() => setOpen(null), []);
  return (
    <OpenContext value={setOpen}>
      {children}
      <Suspense>
        {open === 'help' && <HelpSheet shortcuts={shortcuts} onClose={close} />}
        {open === 'jump' && <JumpPalette onClose={close} />}
      </Suspense>
    </OpenContext>
  );
}

/** What each shortcut does. Answers whether it did something. */
function useShortcutActions(setOpen: (open: Open) => void): (pressed: PressedShortcut, target: EventTarget | null) => boolean {
  const [, navigate] = useLocation();
  const { id: tripId } = useOpenTrip().trip.session;
  return useMemo(() => {
    // On a narrow screen only one part of the page is there.
    const inSection = (section: TripSection, step: () => boolean) => {
      if (step()) return true;
      navigate(sectionPath(tripId, section));
      whenDrawn(step);
      return true;
    };
    return ({ id, digit }, target) => {
      if (id === 'help' || id === 'jump') setOpen(id);
      else if (id === 'leave') return leaveField(target);
      else if (id === 'day') return inSection('plan', () => goToDay(digit ?? 1));
      else if (id === 'new-card') return inSection('plan', goToNewCard);
      else return inSection(id, () => goToSection(id));
      return true;
    };
  }, [setOpen, navigate, tripId]);
}

function useShortcutKeys(act: (pressed: PressedShortcut, target: EventTarget | null) => boolean): void {
  useEffect(() => {
    const reader = new KeyReader();
    const apple = isAppleKeyboard();
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      // What an input method composes, what a field or a dialog has used, and a key that is held down is nobody else's.
      if (event.isComposing || event.defaultPrevented || event.repeat || isOverPage(target)) return;
      const singleKeys = !takesText(target) && areSingleKeysOn();
      const pressed = reader.read(event, { singleKeys, apple, nowMs: performance.now() });
      if (pressed !== null && act(pressed, target)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [act]);
}

/** Takes the focus out of a field; Tab goes on from there. */
function leaveField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || !takesText(target)) return false;
  target.blur();
  return true;
}
