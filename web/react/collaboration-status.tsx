import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CheckIcon, OfflineIcon, ProblemIcon, WaitIcon } from './icons';
import { StorageWarning } from './storage-warning';
import { type CollaborationTexts, type TextsProps, textsOf } from './texts';
import type { Saved } from './use-saved';
import { useSettled } from './use-settled';
import type { OpenTrip } from './use-trip';

export interface CollaborationStatusProps extends TextsProps {
  readonly trip: OpenTrip;
  /** Whether the warning about the device's storage stands here too; false where `StorageWarning` stands elsewhere. */
  readonly storage?: boolean;
  readonly className?: string;
}

/** How a status looks; also the value of `data-status`. */
type Look = 'calm' | 'busy' | 'offline' | 'problem';

const icons: Readonly<Record<Look, () => ReactNode>> = {
  calm: CheckIcon,
  busy: WaitIcon,
  offline: OfflineIcon,
  problem: ProblemIcon,
};

/**
 * How the connection stands, whether everything is saved or how many edits are not, and a warning when this device
 * cannot keep what is not. A screen reader is told when the connection goes and comes; single saves are not worth a word.
 */
export function CollaborationStatus({ trip, storage = true, className = '', ...props }: CollaborationStatusProps) {
  const texts = textsOf(props);
  const saved = useSettled(trip);
  const { look, words } = statusOf(trip, saved, texts);
  const Icon = icons[look];
  return (
    <div className={`tt-status ${className}`}>
      <span className="tt-status-pill" data-status={look}>
        <Icon />
        <span className="tt-status-words">{words}</span>
      </span>
      {storage && <StorageWarning trip={trip} {...props} />}
      <Announcer trip={trip} texts={texts} />
    </div>
  );
}

function statusOf(trip: OpenTrip, saved: Saved, texts: CollaborationTexts): { look: Look; words: string } {
  const { status } = trip.state;
  const count = 'unsaved' in saved ? saved.unsaved : 0;
  if (saved.kind === 'refused') return { look: 'problem', words: texts.unsaved(count) };
  if (saved.kind === 'offline') return { look: 'offline', words: count > 0 ? texts.unsaved(count) : texts.offline };
  if (status.name === 'connecting') return { look: 'busy', words: texts.connecting };
  if (saved.kind === 'saving') return { look: 'busy', words: texts.saving };
  if (status.name === 'polling' && status.reason === 'blocked') return { look: 'busy', words: texts.delayed };
  return { look: 'calm', words: trip.editable ? texts.saved : texts.live };
}

function Announcer({ trip, texts }: { trip: OpenTrip; texts: CollaborationTexts }) {
  const { status, storage } = trip.state;
  const [message, setMessage] = useState('');
  const wasLost = useRef(false);
  const keeps = storage.kind === 'persistent';
  const { wentOffline, wentOfflineUnkept, cameBack, ended } = texts;
  useEffect(() => {
    if (status.name === 'offline') {
      wasLost.current = true;
      setMessage(keeps ? wentOffline : wentOfflineUnkept);
    } else if (status.name === 'denied') {
      wasLost.current = true;
      setMessage(ended);
    } else if (status.name === 'live' && wasLost.current) {
      wasLost.current = false;
      setMessage(cameBack);
    }
  }, [status.name, keeps, wentOffline, wentOfflineUnkept, cameBack, ended]);
  return (
    <p role="status" className="tt-unseen">
      {message}
    </p>
  );
}
