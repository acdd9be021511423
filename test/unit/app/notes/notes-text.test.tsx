import { renderToStaticMarkup } from 'react-dom/server';
import { IntlProvider } from 'react-intl';
import { describe, expect, it } from 'vitest';
import en from '../../../../web/app/messages/en.json' with { type: 'json' };
import { linesOf } from '../../../../web/app/notes/notes-lines';
import { NotesText } from '../../../../web/app/notes/notes-text';

function html(content: Parameters<typeof linesOf>[0]): string {
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={en}>
      <NotesText lines={linesOf(content)} />
    </IntlProvider>,
  );
}

describe('the notes to be read', () => {
  it('are built as the editor builds them', () => {
    const content = [
      { insert: 'Plan' },
      { insert: '\n', attributes: { header: 1 } },
      { insert: 'a', attributes: { bold: true, italic: true } },
      { insert: '\n\none' },
      { insert: '\n', attributes: { list: 'ordered' } },
      { insert: 'two' },
      { insert: '\n', attributes: { list: 'bullet' } },
    ];
    expect(html(content)).toBe(
      '<h1 dir="auto">Plan</h1><p dir="auto"><em><strong>a</strong></em></p><p dir="auto"><br/></p>' +
        '<ol><li data-list="ordered" dir="auto"><span class="ql-ui"></span>one</li>' +
        '<li data-list="bullet" dir="auto"><span class="ql-ui"></span>two</li></ol>',
    );
  });

  it('say which entries of a checklist are done', () => {
    const content = [
      { insert: 'tickets' },
      { insert: '\n', attributes: { list: 'checked' } },
      { insert: 'visa' },
      { insert: '\n', attributes: { list: 'unchecked' } },
    ];
    const words = html(content).replaceAll(/<[^>]*>/g, '|');
    expect(words).toMatch(/Done:\|+tickets\|+To do:\|+visa/);
  });

  it('link to the web, in a tab that knows nothing of this one, and nowhere else', () => {
    const link = (address: string) => html([{ insert: 'x', attributes: { link: address } }]);
    expect(link('https://a.example/')).toBe(
      '<p dir="auto"><a href="https://a.example/" target="_blank" rel="noopener noreferrer">x</a></p>',
    );
    expect(link('javascript:alert(1)')).toBe('<p dir="auto">x</p>');
  });
});
