import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import {
  type Client,
  canEdit,
  type DocumentKind,
  type DocumentSession,
  type DocumentState,
  type OpenOptions,
  type Presence,
} from '../sdk';
import { useClient } from './client-context';

/** An open document as a component sees it: a new object whenever something about it changes. */
export interface OpenDocument {
  readonly session: DocumentSession;
  readonly state: DocumentState;
  /** Changes its identity when the document had to be loaded anew: key what is bound to it by `doc.guid`. */
  readonly doc: Y.Doc;
  readonly awareness: Presence;
  /** Whether edits make sense now: not for a viewer, and not after the server closed the connection for good. */
  readonly editable: boolean;
}

/** How a document is opened. */
export interface DocumentOptions {
  /** Whether the others are not to see that this person is here. A change opens the document anew, unnoticed. */
  readonly invisible?: boolean;
  /**
   * Whether each step of saving (`state.saved`, `state.unsaved`) makes a new object; true unless given. With every letter
   * that somebody types there are two: a large page lets only those parts follow that tell it, by `useSaved`.
   */
  readonly saving?: boolean;
}

/**
 * Opens a document while the component is mounted, and leaves it afterwards. Null for the first moment.
 * Needs a `ClientProvider` around it.
 */
export function useDocument(
  kind: DocumentKind,
  id: string,
  { invisible = false, saving = true }: DocumentOptions = {},
): OpenDocument | null {
  const session = useSession(kind, id, invisible);
  const state = useDocumentState(session, saving);
  const doc = session?.doc;
  return useMemo(() => {
    if (session === null || state === null || doc === undefined) return null;
    return { session, state, doc, awareness: session.awareness, editable: isEditable(state) };
  }, [session, state, doc]);
}

function useDocumentState(session: DocumentSession | null, saving: boolean): DocumentState | null {
  const shown = useRef<{ doc: Y.Doc | undefined; state: DocumentState | null }>({ doc: undefined, state: null });
  const subscribe = useCallback((changed: () => void) => session?.on('state', changed) ?? (() => undefined), [session]);
  const read = () => {
    const { doc, state } = { doc: session?.doc, state: session?.state ?? null };
    const isNews = saving || doc !== shown.current.doc || !isSameButSaving(shown.current.state, state);
    if (isNews) shown.current = { doc, state };
    return shown.current.state;
  };
  return useSyncExternalStore(subscribe, read, () => null);
}

const savingKeys: ReadonlySet<string> = new Set<keyof DocumentState>(['saved', 'unsaved']);

function isSameButSaving(a: DocumentState | null, b: DocumentState | null): boolean {
  if (a === null || b === null) return a === b;
  const keys = Object.keys(b) as (keyof DocumentState)[];
  return keys.every((key) => savingKeys.has(key) || a[key] === b[key]);
}

function isEditable({ status, role, loaded }: DocumentState): boolean {
  if (status.name === 'denied' || status.name === 'closed') return false;
  if (role !== null) return canEdit(role);
  // Opened without a live connection, from what this device keeps: nobody has said what this person may do. What the
  // server then refuses comes back as a recoverable copy.
  return loaded && (status.name === 'offline' || status.name === 'polling');
}

const openers: Readonly<Record<DocumentKind, (client: Client, id: string, options: OpenOptions) => DocumentSession>> = {
  trip: (client, id, options) => client.openTrip(id, options),
  event: (client, id, options) => client.openEvent(id, options),
  calendar: (client, id, options) => client.openCalendar(id, options),
};

function useSession(kind: DocumentKind, id: string, invisible: boolean): DocumentSession | null {
  const client = useClient();
  const [session, setSession] = useState<DocumentSession | null>(null);
  const held = useRef<DocumentSession | null>(null);

  useEffect(() => {
    const next = openers[kind](client, id, { invisible });
    const take = () => {
      held.current = next;
      setSession(next);
    };
    const previous = held.current;
    if (previous === null) {
      take();
      return undefined;
    }
    // Seen or not, it is the same document: the page stays as it is until the new session can take over.
    const stop = whenReady(previous, next, () => {
      take();
      previous.close();
    });
    return () => {
      stop();
      if (held.current !== next) next.close();
    };
  }, [client, kind, id, invisible]);

  // Another client or document: nothing of this one is of use. Runs after the clean-up above.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they decide when the clean-up runs.
  useEffect(() => {
    return () => {
      held.current?.close();
      held.current = null;
      setSession(null);
    };
  }, [client, kind, id]);

  return session;
}

/** Calls `ready` once `next` has the content and closing `previous` loses nothing. Answers how to stop waiting. */
function whenReady(previous: DocumentSession, next: DocumentSession, ready: () => void): () => void {
  const stops: (() => void)[] = [];
  const stop = () => {
    for (const each of stops.splice(0)) each();
  };
  const check = () => {
    const { unsaved, storage } = previous.state;
    const isSafe = unsaved === 0 || storage.kind === 'persistent';
    if (!isSafe || !(next.state.loaded || next.state.status.name === 'denied')) return;
    stop();
    ready();
  };
  stops.push(previous.on('state', check), next.on('state', check));
  check();
  return stop;
}
