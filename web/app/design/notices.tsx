import { createContext, type ReactNode, use, useState } from 'react';
import { createPortal } from 'react-dom';

const PileContext = createContext<HTMLElement | null>(null);

/** The place of all notices: one pile over the lower edge of the page, so that nothing moves when they come or go. */
export function NoticePile({ children }: { children: ReactNode }) {
  const [pile, setPile] = useState<HTMLElement | null>(null);
  return (
    <PileContext value={pile}>
      {children}
      <div
        ref={setPile}
        className="pointer-events-none fixed inset-x-0 bottom-[calc(1rem+var(--bottom-bar))] z-20 flex flex-col items-center gap-2 px-4"
      />
    </PileContext>
  );
}

/** Puts notices on the pile of the page. */
export function Notices({ children }: { children: ReactNode }) {
  const pile = use(PileContext);
  return pile && createPortal(children, pile);
}

const tones = { warn: 'bg-warn-soft', calm: 'bg-surface' } as const;

interface NoticeProps {
  readonly title?: string;
  readonly text: string;
  /** Calm is what nobody has to act on. */
  readonly tone?: keyof typeof tones;
  /** Buttons. */
  readonly children?: ReactNode;
}

/** One notice; to be put into `Notices`. */
export function Notice({ title, text, tone = 'warn', children }: NoticeProps) {
  return (
    <div
      data-testid="notice"
      className={`pointer-events-auto flex max-w-2xl flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-line-strong px-4 py-3 shadow-float ${tones[tone]}`}
    >
      <div className="min-w-52 flex-1">
        {title !== undefined && <p className="font-semibold">{title}</p>}
        <p className="text-pretty">{text}</p>
      </div>
      {children}
    </div>
  );
}
