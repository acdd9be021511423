import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { type NewTrip, useApi } from '../../react';

/** Creates trips and opens them. */
export interface CreateTrip {
  readonly create: (trip: NewTrip) => Promise<void>;
  readonly busy: boolean;
  readonly error: Error | null;
}

export function useCreateTrip(): CreateTrip {
  const api = useApi();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  // The key of the trip that is being created: a repeat after a lost answer must not create a second one.
  const attempt = useRef({ fields: '', key: '' });

  const create = useCallback(
    async (trip: NewTrip) => {
      const fields = JSON.stringify(trip);
      if (attempt.current.fields !== fields) attempt.current = { fields, key: crypto.randomUUID() };
      setBusy(true);
      setError(null);
      try {
        const { id } = await api.createTrip(trip, attempt.current.key);
        navigate(`/trips/${id}`);
      } catch (reason) {
        setError(reason as Error);
        setBusy(false);
      }
    },
    [api, navigate],
  );
  return { create, busy, error };
}
