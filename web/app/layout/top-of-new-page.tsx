import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

/** What the router, or the browser, tells when the address has changed. */
const changes = ['pushState', 'replaceState', 'popstate'];

/**
 * Opens a page at its top; who goes back finds the place they left, which the browser remembers. What had the focus may be
 * gone with the page before: then the new page gets it. Draws nothing. Stands before the pages, so that one that leads to a
 * place in it has the last word.
 */
export function TopOfNewPage() {
  const [path] = useLocation();
  // The sections of a trip are parts of one page.
  const page = path.split('/', 3).join('/');
  const isNew = useRef(false);
  const shown = useRef(page);
  useLayoutEffect(() => {
    const onChange = ({ type }: Event) => {
      isNew.current = type !== 'popstate';
    };
    // Before the router hears of it and the page is drawn.
    for (const change of changes) addEventListener(change, onChange, { capture: true });
    return () => {
      for (const change of changes) removeEventListener(change, onChange, { capture: true });
    };
  }, []);
  useLayoutEffect(() => {
    if (isNew.current) scrollTo(0, 0);
    isNew.current = false;
    // Who has just come to the app begins at the top of everything.
    const isOther = page !== shown.current;
    shown.current = page;
    if (isOther && document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true });
  }, [page]);
  return null;
}
