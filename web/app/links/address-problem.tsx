import { type AddressProblem, maxUrlChars } from '../../react';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';

const messages: Readonly<Record<AddressProblem, MessageId>> = {
  'not-an-address': 'address.invalid',
  scheme: 'address.scheme',
  'too-long': 'address.tooLong',
};

/** Why an address cannot be taken, and what would do. */
export function AddressProblemText({ problem }: { problem: AddressProblem }) {
  const text = useTextOf();
  return <>{text(messages[problem], { max: maxUrlChars })}</>;
}
