import { useCallback, useEffect, useRef, useState } from 'react';
import { useCalendar } from './calendar-context';
import { type ImportProgress, noProgress, runImport } from './import-run';

/** A file on its way into a calendar. */
export interface FileImport {
  /** Of the file; null before one is chosen. */
  readonly name: string | null;
  readonly isRunning: boolean;
  readonly progress: ImportProgress;
  /** Why it stopped before the end of the file. */
  readonly error: Error | null;
  readonly begin: (file: File) => void;
  /** Goes on where it stopped. */
  readonly goOn: () => void;
}

/** Takes files into a calendar, one after the other, as long as the component is there. */
export function useImport(calendarId: string): FileImport {
  const { api, model } = useCalendar();
  const [file, setFile] = useState<File | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState(noProgress);
  const [error, setError] = useState<Error | null>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current?.abort();
  }, []);

  const run = useCallback(
    async (chosen: File, from: ImportProgress) => {
      const signal = leaving.current?.signal;
      if (signal === undefined) return;
      setFile(chosen);
      setProgress(from);
      setError(null);
      setRunning(true);
      try {
        await runImport({ api, calendarId, file: await chosen.text(), from, onProgress: setProgress, signal });
      } catch (reason) {
        setError(reason as Error);
      }
      setRunning(false);
      await model.refresh();
    },
    [api, calendarId, model],
  );
  return {
    name: file?.name ?? null,
    isRunning,
    progress,
    error,
    begin: (chosen) => void run(chosen, noProgress),
    goOn: () => {
      if (file !== null) void run(file, progress);
    },
  };
}
