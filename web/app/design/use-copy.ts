import { useState } from 'react';

/** Copies words, and knows whether the browser let it: null as long as nobody has tried. */
export function useCopy(): { copied: 'yes' | 'failed' | null; copy: (words: string) => Promise<void> } {
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  const copy = async (words: string) => {
    try {
      await navigator.clipboard.writeText(words);
      setCopied('yes');
    } catch {
      // The browser did not allow it, which only the person can change.
      setCopied('failed');
    }
  };
  return { copied, copy };
}
