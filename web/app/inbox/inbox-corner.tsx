import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type Inbox, useInbox } from '../../react';
import { useShowError } from '../design/use-show-error';
import { useLocale } from '../i18n/locale';
import { LoadBoundary } from '../offline/load-boundary';
import { openMessage } from '../push/open-message';
import { pageOf } from '../push/push-message';
import { useOwnPush } from '../push/use-own-push';
import { BellButton } from './bell-button';
import { PopupCorner } from './popup-corner';

const loadSheet = () => import('./inbox-sheet');
const InboxSheet = lazy(loadSheet);

/** The corner of every page that knows what is new: the bell, what it opens, and what pops up. */
export function InboxCorner() {
  const open = useInbox();
  const [, navigate] = useLocation();
  /** The notification to show unfolded (empty: none); null while the sheet is closed. */
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => listenToPushes(navigate), [navigate]);
  useTellLanguage(open?.inbox ?? null);
  useOwnPush(open);
  useTellProblems(open?.inbox ?? null);
  const close = useCallback(() => setOpened(null), []);
  /** Beside the page, where there is room; else as a page of their own. */
  const show = (notification: string | null) => {
    if (matchMedia('(width >= 40rem)').matches) setOpened(notification ?? '');
    else navigate(notification === null ? '/inbox' : pageOf(notification, ''));
  };
  return (
    <>
      <BellButton
        state={open?.state ?? null}
        isOpen={opened !== null}
        onPress={() => (opened === null ? show(null) : close())}
        onNear={() => void loadSheet()}
      />
      <LoadBoundary fallback={null}>
        <Suspense>
          {opened !== null && <InboxSheet open={open} opened={opened === '' ? null : opened} onClose={close} />}
        </Suspense>
      </LoadBoundary>
      {open !== null && <PopupCorner open={open} onOpen={show} />}
    </>
  );
}

/** Whoever switches the language here wants mails and pushes in it too. */
function useTellLanguage(inbox: Inbox | null): void {
  const { locale } = useLocale();
  const told = useRef(locale);
  useEffect(() => {
    if (inbox === null || told.current === locale) return;
    told.current = locale;
    inbox.setPreferences({ language: locale });
  }, [inbox, locale]);
}

/** Marks that the server does not take. */
function useTellProblems(inbox: Inbox | null): void {
  const showError = useShowError();
  useEffect(() => inbox?.on('problem', showError), [inbox, showError]);
}

/** Somebody pressed a notification of the system: the service worker says where it leads. */
function listenToPushes(navigate: (path: string) => void): () => void {
  // Absent where the page did not come over a safe connection.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const listener = ({ data }: MessageEvent<unknown>) => {
    const { type, path } = (data ?? {}) as { type?: unknown; path?: unknown };
    if (type === openMessage && typeof path === 'string' && path.startsWith('/inbox')) navigate(path);
  };
  container?.addEventListener('message', listener);
  return () => container?.removeEventListener('message', listener);
}
