import type { ClipboardEvent, ComponentProps, KeyboardEvent } from 'react';

/** What keeps a textarea one line, which wraps: on a phone, and in a column, a title is longer than its place is wide. */
export function OneLineField({ className = '', ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={1}
      dir="auto"
      autoComplete="off"
      onKeyDown={breakNoLine}
      onPaste={pasteAsOneLine}
      className={`field-plain block field-sizing-content resize-none ${className}`}
      {...props}
    />
  );
}

function breakNoLine(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.preventDefault();
}

function pasteAsOneLine(event: ClipboardEvent<HTMLTextAreaElement>): void {
  const pasted = event.clipboardData.getData('text/plain');
  const field = event.currentTarget;
  if (field.readOnly || !/[\r\n]/.test(pasted)) return;
  event.preventDefault();
  field.setRangeText(inOneLine(pasted), field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
}

function inOneLine(text: string): string {
  return text.replace(/^\s*[\r\n]\s*|\s*[\r\n]\s*$/g, '').replaceAll(/\s*[\r\n]\s*/g, ' ');
}
