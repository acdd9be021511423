import type { ReactNode } from 'react';

export function icon(paths: ReactNode) {
  return () => (
    <svg className="tt-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {paths}
    </svg>
  );
}

export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const WaitIcon = icon(<path d="M12 3.5a8.5 8.5 0 1 0 8.5 8.5" />);
export const OfflineIcon = icon(<path d="M4 4l16 16M7.5 8.5A5 5 0 0 0 7 18.5h10.5M10 6.2a6 6 0 0 1 7.6 4.4 4 4 0 0 1 2.7 5.7" />);
export const ProblemIcon = icon(<path d="M12 4 2.8 19.5h18.4L12 4zm0 6v4.5m0 2.6v.1" />);
export const UndoIcon = icon(<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5h9.5a5 5 0 0 1 0 10h-4" />);
export const RedoIcon = icon(<path d="M15.5 5 20 9.5 15.5 14M19.5 9.5H10a5 5 0 0 0 0 10h4" />);
export const VisibleIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="3" />
  </>,
);
export const InvisibleIcon = icon(
  <path d="M4 4l16 16M9.5 5.9a9 9 0 0 1 2.5-.4c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.6 3.4M6.3 7.3A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.2-1M9.9 9.9a3 3 0 0 0 4.2 4.2" />,
);
