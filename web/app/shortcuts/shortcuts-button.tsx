import { Keyboard } from 'lucide-react';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenShortcuts } from './shortcuts-provider';

/** Opens the help for the keyboard; where there is hardly ever a keyboard, it is not there. */
export function ShortcutsButton() {
  const text = useTextOf();
  const open = useOpenShortcuts();
  return (
    <button
      type="button"
      className="tt-tool max-sm:hidden pointer-coarse:hidden"
      aria-label={text('shortcuts.title')}
      title={text('shortcuts.title')}
      aria-haspopup="dialog"
      aria-keyshortcuts="?"
      onClick={() => open('help')}
    >
      <Keyboard size={18} aria-hidden="true" />
    </button>
  );
}
