import { Link2 } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { DocumentApi, InviteRole, MadeInvite } from '../../react';
import { Button } from '../design/button';
import { MadeAddress } from '../design/made-address';
import { useTextOf } from '../i18n/use-text-of';
import { useIdempotencyKey } from '../layout/use-idempotency-key';

const daySeconds = 24 * 60 * 60;

/** How long a link can be made to hold, in days. */
const lives = [1, 7, 30] as const;

/** How many people a link can be made for; null: any number. */
const uses = [null, 1, 5, 20] as const;

/** A commenter can do no more than a viewer as long as there is nothing to comment on. */
const rolesToGive = ['editor', 'viewer'] as const satisfies readonly InviteRole[];

/** The button that makes a link. */
export const makeLinkId = 'make-link';

interface InviteFormProps {
  readonly api: DocumentApi;
  readonly attempt: (task: () => Promise<void>) => Promise<void>;
  /** The link that was made last; null where there is none, or none any more. */
  readonly url: string | null;
  readonly onMade: (invite: MadeInvite) => Promise<void>;
}

/** Makes a link that lets others join. It is shown once: the server keeps no copy. */
export function InviteForm({ api, attempt, url, onMade }: InviteFormProps) {
  const text = useTextOf();
  const [busy, setBusy] = useState(false);
  const { keyOf, granted } = useIdempotencyKey();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const maxUses = Number(form.get('uses'));
    const invite = {
      role: form.get('role') as InviteRole,
      expires_in: Number(form.get('days')) * daySeconds,
      ...(maxUses > 0 ? { max_uses: maxUses } : {}),
    };
    setBusy(true);
    await attempt(async () => {
      const made = await api.createInvite(invite, keyOf(invite));
      granted();
      await onMade(made);
    });
    setBusy(false);
  };

  return (
    <section aria-labelledby="share-link">
      <h3 id="share-link" className="mb-3 font-semibold">
        {text('share.link')}
      </h3>
      <form onSubmit={submit} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Choice
          name="role"
          label={text('share.role')}
          initial="editor"
          options={rolesToGive.map((role) => [role, text(`role.${role}`)])}
        />
        <Choice
          name="days"
          label={text('share.life')}
          initial="7"
          options={lives.map((count) => [String(count), text('share.days', { count })])}
        />
        <Choice
          name="uses"
          label={text('share.uses')}
          initial=""
          options={uses.map((count) => [
            String(count ?? ''),
            count === null ? text('share.anyNumber') : text('share.people', { count }),
          ])}
        />
        <Button
          id={makeLinkId}
          type="submit"
          look="primary"
          disabled={busy}
          className="self-end sm:col-span-3 sm:justify-self-start"
        >
          <Link2 size={18} aria-hidden="true" />
          {text('share.make')}
        </Button>
      </form>
      {/* Always there, so that the link is read out when it comes. */}
      <div role="status">
        {url !== null && (
          <div className="mt-3">
            <MadeAddress key={url} url={url} label={text('share.url')} said={text('share.made')} />
          </div>
        )}
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly initial: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Choice({ name, label, initial, options }: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm text-muted">
        {label}
      </label>
      <select id={id} name={name} defaultValue={initial} className="field">
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
