import { type TripView, tripSchema } from '../src/documents/trip';
import { DocumentObject } from './document-object';
import type { DocumentPorts } from './ports';

/** The object class of trips, over what the Worker provides. */
export function defineTripDocument<Env>(ports: DocumentPorts<Env>) {
  return class extends DocumentObject<Env, TripView> {
    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env, tripSchema, ports);
    }
  };
}
