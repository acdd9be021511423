// Works with the `Y.Text` of any document; how that is connected is not its business.
import { bindText } from '../../../web/sdk';

/** Binds the fields of a pane to the texts of a trip, until the returned function is called. */
export function bindFields(pane, doc) {
  const fields = [...pane.querySelectorAll('input, textarea')];
  const unbind = fields.map((field) => bindText(doc.getText(field.name), field, () => document.activeElement === field));
  return () => {
    for (const end of unbind) end();
  };
}

/** Shows a text in the part of a pane that is for it: `status` or `people`. */
export function show(pane, part, text) {
  pane.querySelector(part === 'status' ? '[role=status]' : '.people').textContent = text;
}
