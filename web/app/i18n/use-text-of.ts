import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { MessageId } from './locale';

/** Formats a message of the catalogs to a plain string. */
export type TextOf = (id: MessageId, values?: Record<string, string | number>) => string;

/** Formats messages of the catalogs to plain strings, e.g. for labels. */
export function useTextOf(): TextOf {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
