import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { type NewTrip, useApi } from '../../react';
import { useIdempotencyKey } from '../layout/use-idempotency-key';

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
  const { keyOf, granted } = useIdempotencyKey();

  const create = useCallback(
    async (trip: NewTrip) => {
      setBusy(true);
      setError(null);
      try {
        const { id } = await api.createTrip(trip, keyOf(trip));
        granted();
        navigate(`/trips/${id}`);
      } catch (reason) {
        setError(reason as Error);
        setBusy(false);
      }
    },
    [api, navigate, keyOf, granted],
  );
  return { create, busy, error };
}
