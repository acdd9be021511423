import { useCallback, useEffect, useRef, useState } from 'react';
import { type ConflictChoice, type ConflictMessage, ProblemError, type ShownLocks, toldTo } from '../../sdk';
import { useDocumentApi } from '../client-context';
import type { OpenDocument } from '../use-document';

/** What somebody has to decide in an open document, the oldest first. */
export interface Conflicts {
  /** Those that came up while the document is open, and were not put off. */
  readonly conflicts: readonly ConflictMessage[];
  /** All that nobody has decided: this person's own, and for owners those of others, told as by who wrote later. */
  readonly undecided: readonly ConflictMessage[];
  /**
   * Decides one, for everybody. False when somebody else was faster. When there was written what would be given up unseen
   * (code `conflict-outdated`), it is read again: `undecided` has it as it stands.
   * @throws ProblemError
   */
  readonly resolve: (conflictId: string, choice: ConflictChoice) => Promise<boolean>;
  /** Puts one off: it is no more among `conflicts`, until it is told again. */
  readonly dismiss: (conflictId: string) => void;
  /** Reads them again: what stands there may have been written over since. */
  readonly refresh: () => Promise<void>;
}

/**
 * Conflicts between this person's edits and those of others: as they come up, and those from before. Needs a client with a
 * token.
 * @param ownLock asked when one is decided: the locks that this person holds on the document
 */
export function useConflicts({ session, state, editable }: OpenDocument, ownLock: () => ShownLocks = () => null): Conflicts {
  const api = useDocumentApi(session.kind, session.id);
  const [undecided, setUndecided] = useState<readonly ConflictMessage[]>([]);
  const [asked, setAsked] = useState<readonly string[]>([]);
  const person = state.person?.id;
  const isOwner = state.role === 'owner';
  const isLive = state.status.name === 'live' && editable;
  const latestLock = useRef(ownLock);
  useEffect(() => {
    latestLock.current = ownLock;
  }, [ownLock]);

  useEffect(() => {
    setUndecided([]);
    setAsked([]);
    return session.on('conflict', (conflict) => {
      setUndecided((before) => conflictsAfter(before, conflict));
      setAsked((before) => [...before.filter((id) => id !== conflict.conflict_id), conflict.conflict_id]);
    });
  }, [session]);

  const reading = useRef(0);
  const refresh = useCallback(async () => {
    if (person === undefined) return;
    const turn = ++reading.current;
    const open = await api.conflicts({ open: true });
    if (turn !== reading.current) return;
    const mine = open.filter(({ winner, loser }) => isOwner || winner.by.id === person || loser.by.id === person);
    setUndecided((before) =>
      mine
        .toReversed()
        .map((one) => toldTo(person, one))
        .reduce(conflictsAfter, before),
    );
  }, [api, isOwner, person]);

  useEffect(() => {
    if (!isLive) return;
    // Those that come up are told without being asked for: the list is read again with the next connection.
    refresh().catch(() => undefined);
    return () => {
      reading.current++;
    };
  }, [refresh, isLive]);

  const dismiss = useCallback((conflictId: string) => setAsked((before) => before.filter((id) => id !== conflictId)), []);
  const resolve = useCallback(
    async (conflictId: string, choice: ConflictChoice) => {
      const winnerVersion = undecided.find(({ conflict_id }) => conflict_id === conflictId)?.versions.winner;
      const shown = { lockToken: latestLock.current(), ...(winnerVersion === undefined ? {} : { winnerVersion }) };
      const isFirst = await api.resolveConflict(conflictId, choice, shown).then(
        () => true,
        async (error: unknown) => {
          if (!(error instanceof ProblemError)) throw error;
          if (error.code === 'already-resolved') return false;
          if (error.code === 'conflict-outdated') await refresh();
          throw error;
        },
      );
      dismiss(conflictId);
      setUndecided((before) => before.filter(({ conflict_id }) => conflict_id !== conflictId));
      return isFirst;
    },
    [api, dismiss, refresh, undecided],
  );
  const conflicts = undecided.filter(({ conflict_id }) => asked.includes(conflict_id));
  return { conflicts, undecided, resolve, dismiss, refresh };
}

/** The same conflict told again replaces what was told; one that is decided is gone. */
export function conflictsAfter(before: readonly ConflictMessage[], told: ConflictMessage): readonly ConflictMessage[] {
  const others = before.filter(({ conflict_id }) => conflict_id !== told.conflict_id);
  return told.resolved_at === null ? [...others, told] : others;
}
