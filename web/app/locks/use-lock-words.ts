import { useIntl } from 'react-intl';
import type { LockView } from '../../react';
import { useTextOf } from '../i18n/use-text-of';

interface LockWords {
  /** Who has it. Of somebody invisible nobody is told. */
  readonly holder: (lock: LockView) => string;
  readonly time: (expiresAt: number) => string;
  /** The same where there is little room: to the minute, by the clock. */
  readonly shortTime: (expiresAt: number) => string;
}

/** How locks are said. To the second: a lock that nobody renews is over in half a minute. */
export function useLockWords(): LockWords {
  const text = useTextOf();
  const intl = useIntl();
  return {
    holder: ({ holder: { name } }) => (name === '' ? text('locks.somebody') : text('locks.person', { name })),
    // No line breaks in it.
    time: (expiresAt) =>
      intl.formatTime(expiresAt, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).replaceAll(' ', '\u00a0'),
    shortTime: (expiresAt) => {
      const parts = intl
        .formatTimeToParts(expiresAt, { hour: 'numeric', minute: '2-digit' })
        .filter(({ type }) => type !== 'dayPeriod');
      return parts
        .map(({ value }) => value)
        .join('')
        .trim();
    },
  };
}
