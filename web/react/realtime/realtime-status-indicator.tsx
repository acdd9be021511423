import { realtimeStatusOf } from './realtime-status';
import { type RealtimeTextsProps, realtimeTextsOf } from './realtime-texts';
import { useInbox } from './use-inbox';

export interface RealtimeStatusIndicatorProps extends RealtimeTextsProps {
  /** Whether the words are seen too; a screen reader always has them. */
  readonly words?: boolean;
  readonly className?: string;
}

/** How the realtime connection stands, in a dot. */
export function RealtimeStatusIndicator({ words = false, className = '', ...props }: RealtimeStatusIndicatorProps) {
  const status = realtimeStatusOf(useInbox()?.state ?? null, realtimeTextsOf(props));
  return (
    <span className={`tt-realtime-dot ${className}`} data-status={status.look} title={status.words}>
      <span className={words ? undefined : 'tt-unseen'}>{status.words}</span>
    </span>
  );
}
