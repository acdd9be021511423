import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { type DocumentKind, type OpenDocument, useDocumentApi } from '../../react';
import { useShowError } from '../design/use-show-error';
import { DocumentLocks } from './document-locks';

/** The locks of the document that a page has open. What this person takes is released when they leave it. */
export function useDocumentLocks(kind: DocumentKind, id: string, document: OpenDocument | null): DocumentLocks {
  const showError = useShowError();
  const api = useDocumentApi(kind, id);
  const onLost = useRef(showError);
  useEffect(() => {
    // Another language must not cost a lock.
    onLost.current = showError;
  }, [showError]);
  const locks = useMemo(() => new DocumentLocks(api, (reason) => onLost.current(reason)), [api]);
  const { locks: known = null, person = null, status = null } = document?.state ?? {};
  const isLive = status?.name === 'live';
  useLayoutEffect(() => locks.follow(isLive ? known : null, person?.id ?? null), [locks, isLive, known, person]);
  useEffect(() => () => locks.releaseAll(), [locks]);
  return locks;
}
