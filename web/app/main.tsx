// The first sheet of the page is the one that says in which order the layers of all of them count.
import './app.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { applyTheme, readChosenTheme } from './design/chosen-theme';
import { loadCatalog } from './i18n/catalog';
import { applyLocale, wantedLocale } from './i18n/languages';
import { watchApp } from './offline/watch-app';

// The built page has done this before (early.ts); the one of `npm run dev` has not.
const theme = readChosenTheme();
if (theme !== null) applyTheme(theme);
const locale = wantedLocale();
applyLocale(locale);

const update = watchApp();

try {
  const catalog = await loadCatalog(locale);
  createRoot(elementOf('root')).render(
    <StrictMode>
      <App catalog={catalog} update={update} />
    </StrictMode>,
  );
} catch (error) {
  elementOf('not-loaded').hidden = false;
  throw error;
}

function elementOf(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`index.html lacks #${id}`);
  return element;
}
