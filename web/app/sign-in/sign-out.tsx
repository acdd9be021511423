import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useClient } from '../../react';
import { Button } from '../design/button';
import { Dialog } from '../design/dialog';
import { useTextOf } from '../i18n/use-text-of';
import { forgetInvisible } from './use-invisible';

interface SignOutValue {
  /** Leaves this device and removes what it keeps of this person; asks first when something is not saved yet. */
  readonly signOut: () => void;
  /** Back to signing in. What the device keeps stays: it is sent once the same person is signed in again. */
  readonly signInAgain: () => void;
  /** Tells how many edits of the open trip are not saved. */
  readonly reportUnsaved: (count: number) => void;
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

/** Tells, while mounted, how many edits of the open trip would be lost by signing out. */
export function useReportUnsaved(count: number): void {
  const { reportUnsaved } = useSignOut();
  useEffect(() => {
    reportUnsaved(count);
    return () => reportUnsaved(0);
  }, [reportUnsaved, count]);
}

/** Lets the components below it sign out. */
export function SignOutProvider({ onSignedOut, children }: { onSignedOut: () => void; children: ReactNode }) {
  const client = useClient();
  const unsavedHere = useRef(0);
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
    const unsaved = kept.reduce((sum, document) => sum + document.unsaved, 0);
    // The open trip is among the kept ones, unless this device cannot keep it.
    const count = Math.max(unsaved, unsavedHere.current);
    if (count > 0) setQuestion({ about: 'unsaved', count });
    else await leave();
  }, [client, leave]);

  const value = useMemo(
    () => ({
      signOut: () => void signOut(),
      signInAgain: onSignedOut,
      reportUnsaved: (count: number) => {
        unsavedHere.current = count;
      },
    }),
    [signOut, onSignedOut],
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
