import { type ReactNode, useCallback, useState } from 'react';
import type { SeriesScope } from './edits/series-scope';
import { SeriesScopeDialog } from './series-scope-dialog';

interface Question {
  readonly deed: 'change' | 'remove';
  readonly answer: (scope: SeriesScope | null) => void;
}

/** Asks what of a series is meant; null: nothing. The dialog has to be drawn somewhere. */
export function useSeriesScope(): { ask: (deed: Question['deed']) => Promise<SeriesScope | null>; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback(
    (deed: Question['deed']) =>
      new Promise<SeriesScope | null>((resolve) => {
        const answer = (scope: SeriesScope | null) => {
          setQuestion(null);
          resolve(scope);
        };
        setQuestion({ deed, answer });
      }),
    [],
  );
  const dialog = question && (
    <SeriesScopeDialog deed={question.deed} onChoose={question.answer} onClose={() => question.answer(null)} />
  );
  return { ask, dialog };
}
