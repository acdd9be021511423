import { Link2 } from 'lucide-react';
import { readLinks, tripRoots, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import type { LockPart } from '../locks/lock-part';
import { useOpenTrip } from '../trip/trip-context';
import { AddLinkForm } from './add-link-form';
import { LinkRow } from './link-row';

interface LinksProps {
  /** What is written by it. */
  readonly part: LockPart;
  /** Whether it is one field among others, and not a part of the page. */
  readonly isField?: boolean;
}

/** Addresses on the web that belong to a document. */
export default function Links({ part, isField = false }: LinksProps) {
  const text = useTextOf();
  const { doc, editable } = useOpenTrip().trip;
  const links = useShared(tripRoots.attachments(doc), () => readLinks(doc));
  const Heading = isField ? 'h3' : 'h2';
  return (
    <section id="links" tabIndex={-1} aria-labelledby="links-title" className="lockable scroll-mt-16 outline-none">
      <FieldLabel part={part} name={text('links.title')} className={isField ? 'mb-1' : 'mb-3 panel:mb-1'}>
        <Heading id="links-title" className={isField ? 'text-muted' : 'text-xl font-semibold panel:sr-only'}>
          {text('links.title')}
        </Heading>
      </FieldLabel>
      <div className="card">
        {links.length === 0 && (
          <div className="flex flex-col items-center gap-3 px-6 py-8 text-center text-muted">
            <Link2 size={28} aria-hidden="true" />
            <p className="text-balance">{text(editable ? 'links.empty' : 'links.emptyViewer')}</p>
          </div>
        )}
        <ul className="divide-y divide-line">
          {links.map((link, index) => (
            <LinkRow key={link.id} link={link} focusAfterRemoval={neighbourOf(links, index)} />
          ))}
        </ul>
        {editable && <AddLinkForm />}
      </div>
    </section>
  );
}

/** The id of the element that a keyboard user goes on at when a link has been deleted. */
function neighbourOf(links: readonly { id: string }[], index: number): string {
  const neighbour = links[index + 1] ?? links[index - 1];
  return neighbour === undefined ? 'add-link' : `link-${neighbour.id}`;
}
