import { Fragment } from 'react';
import { Dialog } from '../design/dialog';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { isAppleKeyboard } from './keyboard';
import { type Chord, isSingleKeys, type Shortcut, type ShortcutGroup, shortcutGroups } from './shortcuts';
import { useSingleKeys } from './single-keys';

const groupNames: Readonly<Record<ShortcutGroup, MessageId>> = {
  go: 'shortcuts.group.go',
  plan: 'shortcuts.group.plan',
  edit: 'shortcuts.group.edit',
  notes: 'shortcuts.group.notes',
  event: 'shortcuts.group.event',
};

interface HelpSheetProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onClose: () => void;
}

/** Every shortcut of a page, and the switch for those of single keys. */
export default function HelpSheet({ shortcuts, onClose }: HelpSheetProps) {
  const text = useTextOf();
  const { on, setOn } = useSingleKeys();
  return (
    <Dialog title={text('shortcuts.title')} onClose={onClose}>
      <div className="-mb-5 gap-8 sm:columns-2">
        {shortcutGroups.map((group) => {
          const ofGroup = shortcuts.filter((shortcut) => shortcut.group === group);
          return ofGroup.length > 0 && <Group key={group} group={group} shortcuts={ofGroup} singleKeys={on} />;
        })}
      </div>
      <label className="mt-5 flex min-h-10 cursor-pointer items-start gap-3 border-t border-line pt-4">
        <input
          type="checkbox"
          role="switch"
          aria-checked={on}
          checked={on}
          onChange={(event) => setOn(event.target.checked)}
          className="mt-1 size-4.5 shrink-0 accent-accent"
        />
        <span>
          {text('shortcuts.single')}
          <span className="block text-sm text-pretty text-muted">{text('shortcuts.singleText')}</span>
        </span>
      </label>
    </Dialog>
  );
}

interface GroupProps {
  readonly group: ShortcutGroup;
  readonly shortcuts: readonly Shortcut[];
  readonly singleKeys: boolean;
}

function Group({ group, shortcuts, singleKeys }: GroupProps) {
  const text = useTextOf();
  const titleId = `shortcuts-${group}`;
  return (
    <section aria-labelledby={titleId} className="break-inside-avoid pb-5">
      <h3 id={titleId} className="mb-1 text-sm font-medium text-muted">
        {text(groupNames[group])}
      </h3>
      <dl>
        {shortcuts.map(({ id, label, ways }) => {
          const isOff = !singleKeys && ways.every((way) => isSingleKeys(way));
          return (
            <div key={id} className={`flex min-h-9 items-center justify-between gap-4 ${isOff ? 'text-muted line-through' : ''}`}>
              <dt className="min-w-0">{text(label)}</dt>
              <dd className="flex shrink-0 flex-wrap items-center justify-end gap-1">
                {ways.map((way, index) => (
                  <Fragment key={way.map(({ key }) => key).join()}>
                    {index > 0 && <span className="text-sm text-muted">{text('shortcuts.or')}</span>}
                    <Way way={way} />
                  </Fragment>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function Way({ way }: { way: readonly Chord[] }) {
  const text = useTextOf();
  return way.map((chord, index) => (
    <Fragment key={chord.key}>
      {index > 0 && <span className="text-sm text-muted">{text('shortcuts.then')}</span>}
      {namesOf(chord).map((name) => (
        <kbd
          key={name}
          className="inline-flex min-w-6 justify-center rounded-sm border border-line-strong bg-sunken px-1.5 font-sans text-sm text-ink"
        >
          {name}
        </kbd>
      ))}
    </Fragment>
  ));
}

const keyNames: Readonly<Record<string, string>> = {
  escape: 'Esc',
  enter: 'Enter',
  delete: 'Delete',
  arrow: '← ↑ ↓ →',
  '1-9': '1 – 9',
};

function namesOf({ key, mod, shift, alt }: Chord): string[] {
  const apple = isAppleKeyboard();
  const modifiers = [mod && (apple ? '⌘' : 'Ctrl'), shift && (apple ? '⇧' : 'Shift'), alt && (apple ? '⌥' : 'Alt')];
  return [...modifiers.filter((name) => typeof name === 'string'), keyNames[key] ?? key.toUpperCase()];
}
