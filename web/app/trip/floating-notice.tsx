import type { ReactNode } from 'react';

interface FloatingNoticeProps {
  readonly title?: string;
  readonly text: string;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** A notice over the lower edge of the page, so that nothing moves when it comes or goes. */
export function FloatingNotice({ title, text, children }: FloatingNoticeProps) {
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-4 z-10 flex justify-center px-4">
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
    </div>
  );
}
