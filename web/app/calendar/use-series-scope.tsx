import { type ReactNode, useCallback, useState } from 'react';
import type { SeriesScope } from './edits/series-scope';
import { SeriesScopeDialog } from './series-scope-dialog';

interface Question {
  readonly deed: 'change' | 'remove';
  /** Whether it cannot be done to one occurrence alone. */
  readonly onlyTogether: boolean;
  readonly answer: (scope: SeriesScope | null) => void;
}

type Ask = (deed: Question['deed'], onlyTogether?: boolean) => Promise<SeriesScope | null>;

/** Asks what of a series is meant; null: nothing. The dialog has to be drawn somewhere. */
export function useSeriesScope(): { ask: Ask; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);
  const ask = useCallback<Ask>(
    (deed, onlyTogether = false) =>
      new Promise<SeriesScope | null>((resolve) => {
        const answer = (scope: SeriesScope | null) => {
          setQuestion(null);
          resolve(scope);
        };
        setQuestion({ deed, onlyTogether, answer });
      }),
    [],
  );
  const dialog = question && (
    <SeriesScopeDialog
      deed={question.deed}
      onlyTogether={question.onlyTogether}
      onChoose={question.answer}
      onClose={() => question.answer(null)}
    />
  );
  return { ask, dialog };
}
