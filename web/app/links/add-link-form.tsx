import { Plus } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, useState } from 'react';
import { type AddressProblem, addLink, readAddress, shortAddress } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { newElementPart } from '../locks/lock-part';
import { useLockAgainst } from '../locks/use-locks';
import { useOpenTrip } from '../trip/trip-context';
import { AddressProblemText } from './address-problem';

const newLink = newElementPart('attachments');

/** Adds a link to the trip: at once when a whole address is pasted, else when Enter is pressed. */
export function AddLinkForm() {
  const text = useTextOf();
  const { trip, announce } = useOpenTrip();
  const isLocked = useLockAgainst(newLink) !== null;
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<AddressProblem | null>(null);

  const add = (url: string) => {
    addLink(trip.doc, url);
    setTyped('');
    setProblem(null);
    announce(text('links.added', { title: shortAddress(url) }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    const address = readAddress(typed);
    if (address.url === null) setProblem(address.problem);
    else add(address.url);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain').trim();
    const { url } = /^https?:\/\//i.test(pasted) ? readAddress(pasted) : { url: null };
    if (typed !== '' || url === null) return;
    event.preventDefault();
    add(url);
  };
  return (
    <form onSubmit={submit} className="border-t border-line p-2 first:border-t-0">
      <div className="flex gap-1">
        <input
          id="add-link"
          value={typed}
          disabled={isLocked}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-label={text('links.add')}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'add-link-problem'}
          placeholder={text('links.placeholder')}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
          onPaste={onPaste}
          className="field-plain min-h-10 min-w-0"
        />
        <Button type="submit" look="quiet" disabled={isLocked} className="px-3">
          <Plus size={18} aria-hidden="true" />
          {text('links.addButton')}
        </Button>
      </div>
      {problem !== null && (
        <p id="add-link-problem" role="alert" className="px-2 pt-1 text-sm text-danger">
          <AddressProblemText problem={problem} />
        </p>
      )}
    </form>
  );
}
