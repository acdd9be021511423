import { v5 } from 'uuid';
import type { NotificationCategory, NotificationChannel, NotificationPriority } from '../../protocol/notifications';
import type { NewNotification } from '../api';

/** A notification before it is for somebody: what its sender said, checked. */
export type NotificationDraft = Omit<NewNotification, 'id' | 'createdAtMs' | 'source'>;

/** A type as a source declares it; what is absent, the type table says. */
export interface SourceType {
  readonly category?: NotificationCategory;
  readonly priority?: NotificationPriority;
  readonly channels?: readonly NotificationChannel[];
}

/** A draft on its way: from whom, since when, and the event that it comes from. */
export interface Dispatch {
  readonly draft: NotificationDraft;
  /** Name of the webhook source, or `api`. */
  readonly source: string;
  /** Who called, where the source is `api`; null for a webhook. */
  readonly caller: string | null;
  /** The same for every try of one event: ids of notifications are derived from it. */
  readonly eventKey: string;
  readonly createdAtMs: number;
}

/** Of notifications that came from outside; what is derived from an event is the same wherever it is derived. */
const namespace = '7d0e7a32-5b0a-5d4e-9b0e-6f1c0a4d2e11';

/** The id that follows from an event, e.g. that of its job. */
export function derivedId(...parts: readonly string[]): string {
  return v5(JSON.stringify(parts), namespace);
}

/** The notification for one person: the same event makes the same one, however often it is brought (Q6, J3). */
export function notificationFor(person: string, dispatch: Dispatch): NewNotification {
  const { draft, source, eventKey, createdAtMs } = dispatch;
  const sender = senderOf(dispatch);
  const ownKey = (key: string | null): string | null => (key === null ? null : JSON.stringify([...sender, key]));
  return {
    ...draft,
    id: derivedId(...sender, eventKey, person),
    createdAtMs,
    // Keys of one sender mean nothing to another one (Q14).
    dedupeKey: ownKey(draft.dedupeKey),
    digestKey: ownKey(draft.digestKey),
    source,
  };
}

/** The id of the job that brings a large audience what one event says (J1). */
export function jobIdOf(dispatch: Dispatch): string {
  return derivedId('job', ...senderOf(dispatch), dispatch.eventKey);
}

/** Whose event it is. A source has one part and a caller two, so neither can pass for the other, whatever they are called. */
function senderOf({ source, caller }: Dispatch): readonly string[] {
  return caller === null ? [source] : [source, caller];
}

/** A draft with what its source declares of its type, where the event itself says nothing. */
export function withSourceType(draft: NotificationDraft, types: Readonly<Record<string, SourceType>>): NotificationDraft {
  const declared = Object.hasOwn(types, draft.type) ? types[draft.type] : undefined;
  return declared === undefined ? draft : { ...declared, ...draft };
}
