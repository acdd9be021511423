import { type FormEvent, useId, useState } from 'react';
import { type InboxDevice, ProblemError } from '../../react';
import { Button } from '../design/button';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { useSecondsUntil } from './use-seconds-until';

interface CodeFormProps {
  readonly address: string;
  readonly verification: NonNullable<InboxDevice['verification']>;
  /** Rejects when it is not the code. */
  readonly onVerify: (code: string) => Promise<void>;
  readonly onResend: () => Promise<void>;
}

type Mistake = 'wrong' | 'over';

/** Takes the code that a mailbox or a number was sent. */
export function CodeForm({ address, verification, onVerify, onResend }: CodeFormProps) {
  const text = useTextOf();
  const showError = useShowError();
  const id = useId();
  const hintId = useId();
  const [code, setCode] = useState('');
  const [mistake, setMistake] = useState<Mistake | null>(null);
  const [isBusy, setBusy] = useState(false);
  const secondsLeft = useSecondsUntil(verification.resend_at);
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    setMistake(null);
    try {
      await work();
    } catch (reason) {
      const made = mistakeOf(reason);
      if (made === null) showError(reason);
      else setMistake(made);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void during(() => onVerify(digitsOf(code)));
  };
  const resend = () =>
    during(async () => {
      await onResend();
      setCode('');
    });
  const hint =
    mistake === null
      ? verification.failure && text(`inboxSettings.code.failure.${verification.failure}`)
      : text(`inboxSettings.code.${mistake}`);
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-1 pb-3 pl-8">
      <label htmlFor={id} className="text-sm">
        {text('inboxSettings.code.label', { address })}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          aria-invalid={mistake !== null}
          aria-describedby={hint === null ? undefined : hintId}
          onChange={(event) => setCode(event.target.value)}
          className="field w-32 tabular-nums"
        />
        <Button type="submit" look="primary" disabled={isBusy || digitsOf(code) === ''}>
          {text('inboxSettings.code.confirm')}
        </Button>
        <Button look="quiet" className="tabular-nums" disabled={isBusy || secondsLeft > 0} onClick={() => void resend()}>
          {secondsLeft > 0 ? text('inboxSettings.code.resendIn', { seconds: secondsLeft }) : text('inboxSettings.code.resend')}
        </Button>
      </div>
      {hint !== null && (
        <p id={hintId} role="alert" className="text-sm text-pretty text-danger">
          {hint}
        </p>
      )}
    </form>
  );
}

function mistakeOf(reason: unknown): Mistake | null {
  if (!(reason instanceof ProblemError)) return null;
  if (reason.code === 'wrong-code') return 'wrong';
  return reason.code === 'code-over' ? 'over' : null;
}

/** What was meant by what was typed or pasted: also wide digits of a Japanese keyboard, and spaces between them. */
function digitsOf(typed: string): string {
  return typed.normalize('NFKC').replace(/[^0-9]/g, '');
}
