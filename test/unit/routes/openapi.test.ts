import { describe, expect, it } from 'vitest';
import { collections } from '../../../src/protocol/document-kinds';
import { fakeWorker } from '../../support/workers-fake-env';

/** What needs no token. */
const openPaths = /^\/(health|v1\/(auth\/|inbox\/unsubscribe$|webhooks\/|feeds\/))/;

const withTicket = [{ bearer: [] }, { query: [] }, { ticket: [] }];

/** What takes a ticket in place of a token; the hub also takes whoever will say later who they are. */
const ticketPaths: Readonly<Record<string, readonly object[]>> = {
  ...Object.fromEntries(Object.values(collections).map((collection) => [`/v1/${collection}/{id}/sync`, withTicket])),
  '/v1/realtime': [...withTicket, {}],
};

/** Of an inbox, everything does. */
const inboxPaths = /^\/v1\/(inbox|realtime|me\/sessions)(\/|$)/;

/** What every kind of document answers; `*` is where its documents are. */
const ofDocuments: readonly string[] = [
  'DELETE */{id}/locks/{lockId}',
  'GET */{id}/conflicts',
  'GET */{id}/diff',
  'GET */{id}/locks',
  'GET */{id}/versions',
  'GET */{id}/versions/{version}',
  'POST */{id}/conflicts/{conflictId}',
  'POST */{id}/locks',
  'POST */{id}/redo',
  'POST */{id}/revert',
  'POST */{id}/undo',
  'POST */{id}/versions/{version}/restore',
  'PUT */{id}/locks/{lockId}',
  'DELETE */{id}',
  'DELETE */{id}/invites/{inviteId}',
  'DELETE */{id}/members/{userId}',
  'GET */{id}',
  'GET */{id}/invites',
  'GET */{id}/members',
  'GET */{id}/presence',
  'PATCH */{id}',
  'POST *',
  'POST */{id}/invites',
  'POST */{id}/restore',
  'POST */{id}/sync',
  'POST */{id}/transfer',
  'PUT */{id}/members/{userId}',
];

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and has every route', async () => {
    const document = (await (await fakeWorker().fetch('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; security?: unknown[] }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.toSorted()).toEqual(
      [
        ...Object.values(collections).flatMap((collection) =>
          ofDocuments.map((route) => route.replace('*', `/v1/${collection}`)),
        ),
        'GET /v1/trips',
        'GET /v1/events',
        'GET /v1/events/{id}.ics',
        'GET /v1/auth/ways',
        'GET /v1/calendars',
        'GET /v1/calendars/{id}.ics',
        'GET /v1/calendars/{id}/feeds',
        'POST /v1/calendars/{id}/feeds',
        'DELETE /v1/calendars/{id}/feeds/{feedId}',
        'POST /v1/calendars/{id}/import',
        'GET /v1/feeds/{token}.ics',
        'GET /v1/free-busy',
        'POST /v1/events/{id}/move',
        'POST /v1/events/{id}/response',
        'DELETE /v1/inbox/devices/{id}',
        'DELETE /v1/inbox/subscriptions/{type}',
        'DELETE /v1/me/sessions/{id}',
        'DELETE /v1/webhook-sources/{name}',
        'GET /health',
        'GET /healthz',
        'GET /v1/inbox/devices',
        'GET /v1/inbox/notification-types',
        'GET /v1/inbox/notifications',
        'GET /v1/inbox/notifications/{id}',
        'GET /v1/inbox/notifications/{id}/trace',
        'GET /v1/inbox/preferences',
        'GET /v1/inbox/push-key',
        'GET /v1/inbox/subscriptions',
        'GET /v1/inbox/travels',
        'GET /v1/inbox/unread-count',
        'GET /v1/inbox/unsubscribe',
        'GET /v1/invites/{token}',
        'GET /v1/me',
        'GET /v1/me/sessions',
        'GET /v1/notification-jobs/{id}',
        'GET /v1/notification-jobs/{id}/recipients',
        'GET /v1/notification-jobs/{id}/stream',
        'GET /v1/realtime',
        'GET /v1/realtime/events',
        'GET /v1/realtime/poll',
        'GET /v1/realtime/stream',
        'GET /v1/rooms/{name}',
        'GET /v1/rooms/{name}/messages',
        'GET /v1/webhook-sources',
        'GET /v1/webhook-sources/{name}',
        'GET /v1/webhook-sources/{name}/deliveries',
        'POST /v1/auth/dev-login',
        'POST /v1/auth/renew',
        'POST /v1/auth/sign-in',
        'POST /v1/auth/sign-out',
        'POST /v1/inbox/devices/{id}/code',
        'POST /v1/inbox/devices/{id}/verify',
        'POST /v1/inbox/notifications/read-all',
        'POST /v1/inbox/notifications/{id}/actions/{actionId}',
        'POST /v1/inbox/notifications/{id}/dismiss',
        'POST /v1/inbox/notifications/{id}/read',
        'POST /v1/inbox/notifications/{id}/snooze',
        'POST /v1/inbox/notifications/{id}/unread',
        'POST /v1/inbox/sync',
        'POST /v1/inbox/test',
        'POST /v1/inbox/unsubscribe',
        'POST /v1/invites/{token}/accept',
        'POST /v1/notifications',
        'POST /v1/realtime/messages',
        'POST /v1/rooms/{name}/messages',
        'POST /v1/tickets',
        'POST /v1/webhook-sources',
        'POST /v1/webhook-sources/{name}/deliveries/{deliveryId}/replay',
        'POST /v1/webhook-sources/{name}/disable',
        'POST /v1/webhook-sources/{name}/enable',
        'POST /v1/webhook-sources/{name}/rotate',
        'POST /v1/webhooks/providers/{provider}',
        'POST /v1/webhooks/{source}',
        'PUT /v1/inbox/devices/{id}',
        'PUT /v1/inbox/preferences',
        'PUT /v1/inbox/subscriptions/{type}',
        'PUT /v1/webhook-sources/{name}',
      ].toSorted(),
    );
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const { responses, security } of Object.values(methods)) {
        const isOpen = openPaths.test(path);
        // A signature can be wrong as a token can, and so can what an identity provider gave; a refused socket is closed.
        const is401 = /^\/v1\/(webhooks\/|auth\/(sign-in|renew)$)/.test(path) || (!isOpen && path !== '/v1/realtime');
        expect(Object.hasOwn(responses, '401'), path).toBe(is401);
        expect(security, path).toEqual(isOpen ? [] : (ticketPaths[path] ?? (inboxPaths.test(path) ? withTicket : undefined)));
      }
    }
  });
});
