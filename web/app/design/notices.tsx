import type { ReactNode } from 'react';

/** Holds notices over the lower edge of the page, so that nothing moves when they come or go. */
export function Notices({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-4 z-20 flex flex-col items-center gap-2 px-4">{children}</div>
  );
}

interface NoticeProps {
  readonly title?: string;
  readonly text: string;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** One notice; to be put into `Notices`. */
export function Notice({ title, text, children }: NoticeProps) {
  return (
    <div
      data-testid="notice"
      className="pointer-events-auto flex max-w-2xl flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-lg border border-line-strong bg-warn-soft px-4 py-3 shadow-float"
    >
      <div className="min-w-0 flex-1 basis-52">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <p className="text-pretty">{text}</p>
      </div>
      {children}
    </div>
  );
}
