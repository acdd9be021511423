import { applyTheme, readChosenTheme } from './design/chosen-theme';
import { applyLocale, type Locale, wantedLocale } from './i18n/languages';

/* Runs before the page is drawn and before the app has come: theme and language are right from the first moment, and the
   messages load beside the app instead of after it. */

/** Where the messages of each language are; the build writes it. */
declare const __CATALOGS__: Readonly<Record<Locale, string>>;

const theme = readChosenTheme();
if (theme !== null) applyTheme(theme);

const locale = wantedLocale();
applyLocale(locale);

const catalog = document.createElement('link');
catalog.rel = 'modulepreload';
catalog.crossOrigin = '';
catalog.href = __CATALOGS__[locale];
document.head.append(catalog);

// Without its scripts the page would stay empty: it has a few words of its own for that.
function tellThatLoadingFailed({ target }: Event): void {
  if (target instanceof HTMLScriptElement) document.getElementById('not-loaded')?.removeAttribute('hidden');
}
addEventListener('error', tellThatLoadingFailed, true);
