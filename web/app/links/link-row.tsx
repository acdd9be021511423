import { Copy, ExternalLink, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type * as Y from 'yjs';
import { linkTitle, placePath, removeLink, shortAddress, type TripLink, useShared } from '../../react';
import { IconButton } from '../design/button';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { elementPart } from '../locks/lock-part';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { SharedTextField } from '../trip/shared-text-field';
import { useOpenTrip } from '../trip/trip-context';

interface LinkRowProps {
  readonly link: TripLink;
  /** Id of the element to go on at when this link is deleted. */
  readonly focusAfterRemoval: string;
}

/** One link of the trip. */
export function LinkRow(props: LinkRowProps) {
  const { trip } = useOpenTrip();
  const title = linkTitle(trip.doc, props.link.id);
  // The server gives every link its title; one that lacks it is about to be repaired.
  return title === null ? null : <BoundLinkRow {...props} title={title} />;
}

function BoundLinkRow({ link: { id, url }, focusAfterRemoval, title }: LinkRowProps & { title: Y.Text }) {
  const text = useTextOf();
  const part = useMemo(() => elementPart('attachments', id), [id]);
  const { isLocked, mayWrite } = useLockable(part);
  const place = useMemo(() => ({ section: 'attachments', index: id, field: 'title' }), [id]);
  const name = useShared(title, () => title.toString()) || (url === null ? text('links.untitled') : shortAddress(url));
  return (
    <li data-testid="link">
      <FieldFrame
        field={`link:${id}`}
        typedAs={placePath(place)}
        isLocked={isLocked}
        className="flex items-center gap-1 py-1.5 pr-1 pl-2"
      >
        <div className="min-w-0 flex-1">
          <SharedTextField place={place} text={title}>
            {(ref) => (
              <input
                id={`link-${id}`}
                ref={ref}
                dir="auto"
                readOnly={!mayWrite}
                autoComplete="off"
                aria-label={text('links.name')}
                placeholder={text('links.untitled')}
                className="field-plain min-h-8 font-medium"
              />
            )}
          </SharedTextField>
          {url !== null && <p className="truncate pl-2.25 text-sm text-muted">{new URL(url).host.replace(/^www\./, '')}</p>}
        </div>
        <LinkActions id={id} url={url} name={name} isLocked={isLocked} focusAfterRemoval={focusAfterRemoval} />
      </FieldFrame>
    </li>
  );
}

interface LinkActionsProps extends TripLink {
  readonly name: string;
  readonly isLocked: boolean;
  readonly focusAfterRemoval: string;
}

function LinkActions({ id, url, name, isLocked, focusAfterRemoval }: LinkActionsProps) {
  const text = useTextOf();
  const show = useToast();
  const { trip, announce } = useOpenTrip();
  const copy = async (address: string) => {
    try {
      await navigator.clipboard.writeText(address);
      show({ text: text('app.copied') });
    } catch {
      // The browser did not allow it, which only the person can change.
      show({ text: text('app.copyFailed'), tone: 'danger' });
    }
  };
  const remove = () => {
    document.getElementById(focusAfterRemoval)?.focus();
    const restore = removeLink(trip.doc, id);
    announce(text('links.removed', { title: name }));
    show({ text: text('links.removed', { title: name }), action: { label: text('links.restore'), onAction: restore } });
  };
  return (
    <>
      {url !== null && (
        <>
          <a
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={text('links.open', { title: name })}
            title={text('links.open', { title: name })}
            className="inline-flex size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
          >
            <ExternalLink size={17} aria-hidden="true" />
          </a>
          <IconButton label={text('links.copy', { title: name })} onClick={() => void copy(url)}>
            <Copy size={17} aria-hidden="true" />
          </IconButton>
        </>
      )}
      {trip.editable && (
        <IconButton
          label={text('links.remove', { title: name })}
          disabled={isLocked}
          className="hover:text-danger"
          onClick={remove}
        >
          <Trash2 size={17} aria-hidden="true" />
        </IconButton>
      )}
    </>
  );
}
