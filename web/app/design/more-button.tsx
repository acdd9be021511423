import type { ReactNode, RefObject } from 'react';
import { useFocusOnNew } from '../../react';
import { Button } from './button';

interface MoreButtonProps {
  /** What holds the rows. */
  readonly list: RefObject<HTMLElement | null>;
  /** Selects the rows in the list; its items unless given. */
  readonly rows?: string;
  /** Whether there is more to show: without it there is no button. To be drawn then too, as it leads the focus on. */
  readonly hasMore: boolean;
  readonly isLoading?: boolean;
  readonly onMore: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Shows more of a list. The focus goes on to the first row that is new. */
export function MoreButton({ list, rows, hasMore, isLoading = false, onMore, className = '', children }: MoreButtonProps) {
  const focusNew = useFocusOnNew(list, hasMore, rows);
  if (!hasMore) return null;
  return (
    <Button
      className={className}
      disabled={isLoading}
      onClick={({ currentTarget }) => {
        focusNew(currentTarget);
        onMore();
      }}
    >
      {children}
    </Button>
  );
}
