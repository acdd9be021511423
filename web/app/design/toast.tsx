import { createContext, lazy, type ReactNode, Suspense, use, useCallback, useState } from 'react';
import { LoadBoundary } from '../offline/load-boundary';

/** A short message about something that has just been done. */
export interface Toast {
  readonly text: string;
  /** Something that can be done about it, as long as the message stands. */
  readonly action?: { readonly label: string; readonly onAction: () => void };
  readonly tone?: 'neutral' | 'danger';
}

type ShowToast = (toast: Toast) => void;

const loadRegion = () => import('./toast-region');
const ToastRegion = lazy(loadRegion);

const ToastContext = createContext<ShowToast | null>(null);

/**
 * Shows messages over the lower edge of the page.
 * @throws Error outside of a `ToastProvider`: a mistake in the program.
 */
export function useToast(): ShowToast {
  const show = use(ToastContext);
  if (show === null) throw new Error('useToast needs a ToastProvider around it');
  return show;
}

/** The place of all toasts. What draws them loads with the first one. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [isNeeded, setNeeded] = useState(false);
  const show = useCallback<ShowToast>((toast) => {
    setNeeded(true);
    void loadRegion().then(({ addToast }) => addToast(toast));
  }, []);
  return (
    <ToastContext value={show}>
      {children}
      {isNeeded && (
        <LoadBoundary fallback={null}>
          <Suspense>
            <ToastRegion />
          </Suspense>
        </LoadBoundary>
      )}
    </ToastContext>
  );
}
