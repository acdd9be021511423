import { type FormEvent, useId, useState } from 'react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { readTypedAddress, type TypedAddress } from './typed-address';

/** Adds a mailbox or a telephone number. */
export function AddressForm({ onAdd }: { readonly onAdd: (address: TypedAddress) => Promise<void> }) {
  const text = useTextOf();
  const id = useId();
  const errorId = useId();
  const [value, setValue] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const address = readTypedAddress(value);
    setWrong(address === null);
    if (address === null) return;
    setBusy(true);
    try {
      await onAdd(address);
      setValue('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {text('inboxSettings.address.label')}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          value={value}
          autoComplete="email"
          aria-invalid={isWrong}
          aria-describedby={isWrong ? errorId : undefined}
          onChange={(event) => setValue(event.target.value)}
          className="field min-w-0 flex-1 basis-56"
        />
        <Button type="submit" disabled={isBusy || value.trim() === ''}>
          {text('inboxSettings.address.add')}
        </Button>
      </div>
      {isWrong && (
        <p id={errorId} role="alert" className="text-sm text-danger">
          {text('inboxSettings.address.wrong')}
        </p>
      )}
    </form>
  );
}
