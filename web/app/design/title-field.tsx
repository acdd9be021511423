import { useId } from 'react';

interface TitleFieldProps {
  readonly label: string;
  readonly value?: string | undefined;
  readonly placeholder?: string;
  /** Of what is being made, and is nothing but its title yet. */
  readonly isLarge?: boolean;
}

/** The field `title` of a dialog's form: the first one, and the one that cannot stay empty. */
export function TitleField({ label, value, placeholder, isLarge = false }: TitleFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {label}
      </label>
      <input
        // The dialog gives the focus to what asks for it this way.
        ref={(field) => field?.setAttribute('autofocus', '')}
        id={id}
        name="title"
        dir="auto"
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        defaultValue={value}
        placeholder={placeholder}
        className={isLarge ? 'field min-h-12 text-lg' : 'field'}
      />
    </div>
  );
}
