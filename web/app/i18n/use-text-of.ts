import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { isolated } from '../../react/isolated-words';
import type { MessageId } from './locale';

/** Formats a message of the catalogs to a plain string. */
export type TextOf = (id: MessageId, values?: Record<string, string | number>) => string;

/** Formats messages of the catalogs to plain strings, e.g. for labels. Words in other directions keep to themselves in them. */
export function useTextOf(): TextOf {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values && isolatedIn(values)), [intl]);
}

function isolatedIn(values: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolated(value)]));
}
