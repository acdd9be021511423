import { ExternalLink, Pencil, Unlink } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { readAddress, shortAddress } from '../../react';
import { Button, IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { AddressProblemText } from '../links/address-problem';
import type { NoteLink } from './note-links';

/** Beneath the link, over the text: nothing moves. */
const floating =
  'absolute inset-x-2 z-10 mt-1 flex items-center gap-1 rounded-md border border-line-strong bg-surface p-1 shadow-float';

interface LinkFormProps {
  readonly link: NoteLink;
  readonly onApply: (url: string) => void;
  readonly onCancel: () => void;
}

/** Asks for the address of a link in the notes. */
export function LinkForm({ link, onApply, onCancel }: LinkFormProps) {
  const text = useTextOf();
  const [typed, setTyped] = useState(link.url ?? '');
  const [tried, setTried] = useState(false);
  const { url, problem } = readAddress(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url === null) setTried(true);
    else onApply(url);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <form onSubmit={submit} onKeyDown={onKeyDown} style={{ top: link.bottom }} className={`${floating} flex-wrap`}>
      <input
        // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked for it, to type in it.
        autoFocus
        data-draft
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        aria-label={text('notes.linkAddress')}
        aria-invalid={tried && problem !== null}
        aria-describedby={tried && problem !== null ? 'notes-link-problem' : undefined}
        placeholder="https://"
        className="field min-w-0 flex-1"
      />
      <Button type="submit" look="primary">
        {text('notes.linkApply')}
      </Button>
      {tried && problem !== null && (
        <p id="notes-link-problem" role="alert" className="w-full px-1 text-sm text-danger">
          <AddressProblemText problem={problem} />
        </p>
      )}
    </form>
  );
}

interface LinkChipProps {
  readonly link: NoteLink;
  readonly url: string;
  /** Absent for who may not edit. */
  readonly onEdit: (() => void) | undefined;
  readonly onRemove: () => void;
}

/** Where the link at the caret leads, with what can be done about it: in an editor a click on a link only puts the caret there. */
export function LinkChip({ link, url, onEdit, onRemove }: LinkChipProps) {
  const text = useTextOf();
  const name = shortAddress(url);
  return (
    <div style={{ top: link.bottom }} className={floating}>
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={text('notes.linkOpen', { name })}
        className="inline-flex min-h-10 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-accent hover:bg-sunken"
      >
        <ExternalLink size={16} aria-hidden="true" className="shrink-0" />
        <span className="truncate">{name}</span>
      </a>
      {onEdit && (
        <>
          <IconButton label={text('notes.linkEdit')} onClick={onEdit}>
            <Pencil size={16} aria-hidden="true" />
          </IconButton>
          <IconButton label={text('notes.linkRemove')} onClick={onRemove}>
            <Unlink size={16} aria-hidden="true" />
          </IconButton>
        </>
      )}
    </div>
  );
}
