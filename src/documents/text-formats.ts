import { fieldLimits } from '../protocol/limits';
import { type Check, oneOf, webAddress } from './schema';

const on: Check = (value) => (value === true ? null : 'must be true');

/** The formats that a rich text may carry: what a planner needs, nothing that runs or loads. */
export const richTextFormats = {
  bold: on,
  italic: on,
  underline: on,
  strike: on,
  header: (value: unknown) => (value === 1 || value === 2 || value === 3 ? null : 'must be 1, 2 or 3'),
  list: oneOf('ordered', 'bullet', 'checked', 'unchecked'),
  link: webAddress(fieldLimits.maxUrlChars),
} as const;
