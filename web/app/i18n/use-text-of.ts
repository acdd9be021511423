import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { MessageId } from './locale';

/** Formats messages of the catalogs to plain strings, e.g. for labels. */
export function useTextOf(): (id: MessageId, values?: Record<string, string | number>) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}
