import { useMemo } from 'react';
import { EventApi } from '../../sdk/events';
import { useApi } from '../client-context';

/** Events and calendars in the REST API. Needs a `ClientProvider` with a client that has a token. */
export function useEventApi(): EventApi {
  const api = useApi();
  return useMemo(() => new EventApi(api), [api]);
}
