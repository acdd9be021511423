import { type EventView, eventSchema } from '../src/documents/event';
import { DocumentObject } from './document-object';
import type { DocumentPorts } from './ports';

/** The object class of calendar events, over what the Worker provides. */
export function defineEventDocument<Env>(ports: DocumentPorts<Env>) {
  return class extends DocumentObject<Env, EventView> {
    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env, eventSchema, ports);
    }
  };
}
