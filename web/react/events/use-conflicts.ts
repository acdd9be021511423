import { useCallback, useEffect, useState } from 'react';
import type { ConflictChoice, ConflictMessage } from '../../sdk';
import { useDocumentApi } from '../client-context';
import type { OpenDocument } from '../use-document';

/** What somebody has to decide in an open document, the oldest first. */
export interface Conflicts {
  readonly conflicts: readonly ConflictMessage[];
  /** Decides one, for everybody. @throws ProblemError e.g. `already-resolved` */
  readonly resolve: (conflictId: string, choice: ConflictChoice) => Promise<void>;
  /** Puts one off: it is told no more. */
  readonly dismiss: (conflictId: string) => void;
}

/** Conflicts between this person's edits and those of others, as they come up. Needs a client with a token. */
export function useConflicts({ session }: OpenDocument): Conflicts {
  const api = useDocumentApi(session.kind, session.id);
  const [conflicts, setConflicts] = useState<readonly ConflictMessage[]>([]);
  useEffect(() => {
    setConflicts([]);
    return session.on('conflict', (conflict) => setConflicts((before) => conflictsAfter(before, conflict)));
  }, [session]);
  const dismiss = useCallback(
    (conflictId: string) => setConflicts((before) => before.filter(({ conflict_id }) => conflict_id !== conflictId)),
    [],
  );
  const resolve = useCallback(
    async (conflictId: string, choice: ConflictChoice) => {
      await api.resolveConflict(conflictId, choice);
      dismiss(conflictId);
    },
    [api, dismiss],
  );
  return { conflicts, resolve, dismiss };
}

/** The same conflict told again replaces what was told; one that is decided is gone. */
export function conflictsAfter(before: readonly ConflictMessage[], told: ConflictMessage): readonly ConflictMessage[] {
  const others = before.filter(({ conflict_id }) => conflict_id !== told.conflict_id);
  return told.resolved_at === null ? [...others, told] : others;
}
