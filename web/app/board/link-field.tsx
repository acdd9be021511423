import { ExternalLink } from 'lucide-react';
import { type Item, maxUrlChars, readAddress, setItem } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { AddressProblemText } from '../links/address-problem';
import { useBoard } from './board-context';
import { DraftInput } from './draft-input';

/** A page about what a card is about. */
export function LinkField({ item }: { item: Item }) {
  const text = useTextOf();
  const { doc } = useBoard();
  const commit = (typed: string) => {
    if (typed === '') {
      setItem(doc, item.id, { url: null });
      return null;
    }
    const { url, problem } = readAddress(typed);
    if (problem !== null) return <AddressProblemText problem={problem} />;
    setItem(doc, item.id, { url });
    return null;
  };
  return (
    <DraftInput
      id={item.id}
      part="url"
      label={text('item.link')}
      placeholder="https://"
      inputMode="url"
      maxLength={maxUrlChars}
      value={item.url ?? ''}
      onCommit={commit}
    >
      {item.url !== null && (
        <a
          href={item.url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={text('item.openLink')}
          title={text('item.openLink')}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-md text-accent hover:bg-sunken"
        >
          <ExternalLink size={17} aria-hidden="true" />
        </a>
      )}
    </DraftInput>
  );
}
