import { useState } from 'react';
import { type Inbox, ProblemError } from '../../react';
import { Button } from '../design/button';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';

interface PushSettingsProps {
  readonly inbox: Inbox;
  /** Whether this browser is registered; null while that is not known. */
  readonly isOn: boolean | null;
  readonly onChanged: () => Promise<void>;
}

type Obstacle = 'denied' | 'unconfigured';

/** Lets this browser show what is pushed, also while the app is closed. */
export function PushSettings({ inbox, isOn, onChanged }: PushSettingsProps) {
  const text = useTextOf();
  const showError = useShowError();
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (!isSupported()) {
    const way = isTabOfIphone() ? 'install' : 'unsupported';
    return <p className="text-pretty text-muted">{text(`inboxSettings.push.${way}`)}</p>;
  }
  const change = async () => {
    setBusy(true);
    setObstacle(null);
    try {
      const registration = await navigator.serviceWorker.ready;
      await (isOn === true ? inbox.disablePush(registration) : inbox.enablePush(registration));
      await onChanged();
    } catch (reason) {
      // Who closed the browser's question knows what they did.
      if (isNotAllowed(reason) && Notification.permission === 'default') return;
      const met = obstacleOf(reason);
      if (met === null) showError(reason);
      else setObstacle(met);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-60 text-pretty">
          {text(isOn === true ? 'inboxSettings.push.on' : 'inboxSettings.push.off')}
        </p>
        <Button look={isOn === true ? 'secondary' : 'primary'} disabled={isBusy || isOn === null} onClick={() => void change()}>
          {text(isOn === true ? 'inboxSettings.push.disable' : 'inboxSettings.push.enable')}
        </Button>
      </div>
      {obstacle !== null && (
        <p role="alert" className="rounded-md bg-warn-soft px-4 py-2 text-pretty text-warn">
          {text(`inboxSettings.push.${obstacle}`)}
        </p>
      )}
    </>
  );
}

/** Pages that did not come over a safe connection have no service worker, and some browsers no push. */
function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis;
}

/** Whether this is a tab of an iPhone's or iPad's browser: push is there for apps of the Home Screen alone. */
function isTabOfIphone(): boolean {
  return (navigator as Navigator & { readonly standalone?: boolean }).standalone === false;
}

function isNotAllowed(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'NotAllowedError';
}

function obstacleOf(reason: unknown): Obstacle | null {
  if (isNotAllowed(reason)) return 'denied';
  return reason instanceof ProblemError && reason.code === 'not-found' ? 'unconfigured' : null;
}
