import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import {
  UNSTABLE_Toast as AriaToast,
  Button,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegionOfQueue,
} from 'react-aria-components/Toast';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import type { Toast } from './toast';

/** Long enough to read it, find the action and press it; the clock stands while the pointer or the focus is on it. */
const shownForMs = 10_000;
const maxVisible = 3;

const queue = new ToastQueue<Toast>({ maxVisibleToasts: maxVisible });

export function addToast(toast: Toast): void {
  queue.add(toast, { timeout: shownForMs });
}

const tones = { neutral: 'border-line-strong bg-surface', danger: 'border-danger bg-danger-soft' } as const;

/** What was said in a language that the page has no more is not left standing. */
function useOneLanguage(): void {
  const { locale } = useLocale();
  const shown = useRef(locale);
  useEffect(() => {
    if (shown.current !== locale) queue.clear();
    shown.current = locale;
  }, [locale]);
}

/** Draws the toasts that wait; F6 leads to them from anywhere. */
export default function ToastRegion() {
  const text = useTextOf();
  useOneLanguage();
  return (
    <ToastRegionOfQueue
      queue={queue}
      aria-label={text('toast.region')}
      className="fixed inset-x-4 bottom-[calc(1rem+var(--bottom-bar))] z-30 mx-auto flex max-w-md flex-col-reverse gap-2 rounded-lg outline-none"
    >
      {({ toast }) => {
        const { text: words, action, tone = 'neutral' } = toast.content;
        return (
          <AriaToast
            toast={toast}
            className={`flex items-center gap-2 rounded-lg border py-1.5 pr-1.5 pl-4 text-ink shadow-float ${tones[tone]}`}
          >
            <ToastContent className="min-w-0 flex-1">
              <Text slot="title" className="text-pretty">
                {words}
              </Text>
            </ToastContent>
            {action !== undefined && (
              <Button
                onPress={() => {
                  queue.close(toast.key);
                  action.onAction();
                }}
                className="min-h-10 cursor-pointer rounded-md px-3 font-medium whitespace-nowrap text-accent hover:bg-sunken"
              >
                {action.label}
              </Button>
            )}
            <Button
              slot="close"
              aria-label={text('app.close')}
              className="inline-flex size-10 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
            >
              <X size={17} aria-hidden="true" />
            </Button>
          </AriaToast>
        );
      }}
    </ToastRegionOfQueue>
  );
}
