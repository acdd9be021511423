import { locales, useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';

/** One button per language, each in its own language. */
export function LanguageSwitch() {
  const text = useTextOf();
  const { locale, setLocale } = useLocale();
  return (
    <fieldset className="flex rounded-md border border-line p-0.5">
      <legend className="sr-only">{text('app.language')}</legend>
      {locales.map(({ id, name, short }) => (
        <button
          key={id}
          type="button"
          lang={id}
          aria-pressed={id === locale}
          onClick={() => setLocale(id)}
          className="min-h-8 rounded-sm px-2 text-sm whitespace-nowrap text-muted hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink"
        >
          {short}
          {short !== name && <span className="sr-only"> {name}</span>}
        </button>
      ))}
    </fieldset>
  );
}
