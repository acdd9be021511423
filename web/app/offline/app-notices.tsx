import { useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../design/button';
import { Notice, Notices } from '../design/notices';
import { useTextOf } from '../i18n/use-text-of';
import type { AppUpdate } from './app-update';
import { loadFailures } from './load-failure';

/** What there is to say about the app itself: a part of it did not come, or there is a new version of it. */
export function AppNotices({ update }: { update: AppUpdate }) {
  const text = useTextOf();
  const hasFailed = useSyncExternalStore(loadFailures.subscribe, loadFailures.read);
  const isReady = useSyncExternalStore(update.onChange, () => update.isReady);
  useUpdateBetweenPages(update);
  return (
    <Notices>
      <div role="status" className="flex w-full justify-center">
        {hasFailed ? (
          <Notice title={text('app.notLoaded.title')} text={text('app.notLoaded.text')}>
            <Button onClick={() => location.reload()}>{text('app.reload')}</Button>
          </Notice>
        ) : (
          isReady && (
            <Notice tone="calm" text={text('update.ready')}>
              <Button onClick={update.apply}>{text('update.apply')}</Button>
            </Notice>
          )
        )}
      </div>
    </Notices>
  );
}

/** Takes a new version that is ready on the way to the list: the page changes then anyway, and no trip is open. */
function useUpdateBetweenPages(update: AppUpdate): void {
  const [path] = useLocation();
  useEffect(() => {
    if (path === '/') update.applyBetweenPages();
  }, [path, update]);
}
