import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { expect, it } from 'vitest';
import { useTextOf } from '../../../web/app/i18n/use-text-of';
import en from '../../../web/app/messages/en.json';
import { eventTextsOf } from '../../../web/react/events/event-texts';
import { realtimeTextsOf } from '../../../web/react/realtime/realtime-texts';
import { textsOf } from '../../../web/react/texts';

/** Words from right to left in sentences from left to right: they stay where they are put, and so does what is beside them. */

function Said({ title }: { title: string }) {
  return useTextOf()('item.duplicated', { title });
}

const say = (title: string) =>
  renderToStaticMarkup(
    <IntlProvider locale="en" messages={en}>
      <Said title={title} />
    </IntlProvider>,
  );

it('keep to themselves in the sentences of the app', () => {
  expect(say('טיול 2')).toBe('Duplicated: \u2068טיול 2\u2069');
});

it('keep to themselves in the sentences of the components', () => {
  expect(textsOf({}).you('דנה')).toBe('\u2068דנה\u2069 (you)');
  expect(eventTextsOf({ locale: 'ja' }).typingTwo('دانا', 'Ben')).toBe('\u2068دانا\u2069さんとBenさんが入力中…');
  expect(realtimeTextsOf({}).close('טיול')).toBe('Close “\u2068טיול\u2069”');
});

it('leave sentences of other words as they were', () => {
  expect(say('京都 2')).toBe('Duplicated: 京都 2');
  expect(textsOf({}).you('Chloé')).toBe('Chloé (you)');
  expect(textsOf({}).more(3)).toBe('3 more');
  expect(eventTextsOf({}).theirs(null)).toBe('The other one');
});
