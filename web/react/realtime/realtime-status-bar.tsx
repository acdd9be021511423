import { realtimeStatusOf } from './realtime-status';
import { type RealtimeTextsProps, realtimeTextsOf } from './realtime-texts';
import { useInbox } from './use-inbox';

export interface RealtimeStatusBarProps extends RealtimeTextsProps {
  readonly className?: string;
}

/** A line that says when the realtime connection is not what it should be, with a way to try again. Empty while it is. */
export function RealtimeStatusBar({ className = '', ...props }: RealtimeStatusBarProps) {
  const texts = realtimeTextsOf(props);
  const open = useInbox();
  const { look, words } = realtimeStatusOf(open?.state ?? null, texts);
  const isTrouble = look === 'offline' || look === 'problem';
  return (
    <div role="status" className={`tt-realtime-bar ${className}`} data-status={look} hidden={!isTrouble}>
      {isTrouble && (
        <>
          <span>{words}</span>
          <button type="button" onClick={() => open?.inbox.reconnect()}>
            {texts.retry}
          </button>
        </>
      )}
    </div>
  );
}
