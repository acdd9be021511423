import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from '../../react';
import { countKeptEdits } from '../calendar/edits/kept-edits';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import { forgetInvisible } from './use-invisible';

interface SignOutValue {
  /** Leaves this device and removes what it keeps of this person; asks first when something is not saved yet. */
  readonly signOut: () => void;
  /**
   * Back to signing in. What the device keeps stays: it is sent once the same person is signed in again. Web push rests until
   * then: nobody sees it whom it is not for.
   */
  readonly signInAgain: () => void;
  /** Asks one part of the page, until the returned function is called, how many of its edits are not saved. */
  readonly askUnsaved: (countUnsaved: () => number) => () => void;
}

const SignOutContext = createContext<SignOutValue | null>(null);

/**
 * The ways out of being signed in.
 * @throws Error where nobody can be signed in: a mistake in the program.
 */
export function useSignOut(): SignOutValue {
  const value = use(SignOutContext);
  if (value === null) throw new Error('useSignOut needs a SignOutProvider around it');
  return value;
}

/** Has `countUnsaved` tell, while mounted, how many edits would be lost by signing out. */
export function useReportUnsaved(countUnsaved: () => number): void {
  const { askUnsaved } = useSignOut();
  useEffect(() => askUnsaved(countUnsaved), [askUnsaved, countUnsaved]);
}

/** Lets the components below it sign out. */
export function SignOutProvider({ onSignedOut, children }: { onSignedOut: () => void; children: ReactNode }) {
  const client = useClient();
  const unsavedHere = useRef(new Set<() => number>());
  const [question, setQuestion] = useState<Question | null>(null);

  const forget = useCallback(() => {
    forgetInvisible();
    onSignedOut();
  }, [onSignedOut]);

  const leave = useCallback(async () => {
    try {
      await client.signOut();
    } catch {
      // Who shares this device has to know what stays on it.
      setQuestion({ about: 'remains' });
      return;
    }
    forget();
  }, [client, forget]);

  const signOut = useCallback(async () => {
    const kept = (await client.offline?.documents()) ?? [];
    const held = client.offline === null ? 0 : await countKeptEdits(client.offline);
    const unsaved = held + kept.reduce((sum, document) => sum + document.unsaved, 0);
    // What is open is among what is kept, unless this device cannot keep it.
    const here = [...unsavedHere.current].reduce((sum, countUnsaved) => sum + countUnsaved(), 0);
    const count = Math.max(unsaved, here);
    if (count > 0) setQuestion({ about: 'unsaved', count });
    else await leave();
  }, [client, leave]);

  const value = useMemo(
    () => ({
      signOut: () => void signOut(),
      signInAgain: () => {
        // Nothing keeps anybody from signing in; who comes next ends what could not be ended now.
        client.suspendPush().catch(() => undefined);
        onSignedOut();
      },
      askUnsaved: (countUnsaved: () => number) => {
        const parts = unsavedHere.current.add(countUnsaved);
        return () => void parts.delete(countUnsaved);
      },
    }),
    [client, signOut, onSignedOut],
  );
  return (
    <SignOutContext value={value}>
      {children}
      {question !== null && (
        <AskDialog
          question={question}
          onStay={() => setQuestion(null)}
          onLeave={question.about === 'unsaved' ? () => void leave() : forget}
        />
      )}
    </SignOutContext>
  );
}

/** What has to be known before signing out: edits would be lost, or what this device keeps could not be removed. */
type Question = { readonly about: 'unsaved'; readonly count: number } | { readonly about: 'remains' };

interface AskDialogProps {
  readonly question: Question;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function AskDialog({ question, onStay, onLeave }: AskDialogProps) {
  const text = useTextOf();
  const loses = question.about === 'unsaved';
  return (
    <Dialog title={text(loses ? 'signOut.title' : 'signOut.remains.title')} onClose={onStay}>
      <p className="text-pretty">{loses ? text('signOut.text', { count: question.count }) : text('signOut.remains.text')}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="danger" onClick={onLeave}>
          {text(loses ? 'signOut.leave' : 'signOut.remains.leave')}
        </Button>
        <Button look="primary" onClick={onStay}>
          {text('signOut.stay')}
        </Button>
      </div>
    </Dialog>
  );
}
