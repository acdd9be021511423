import { expect, it } from 'vitest';
import { fakeWorker } from '../../support/workers-fake-env';

/** What needs no key, because a call that is repeated leaves no second thing behind. */
const needNone = [
  // A ticket that nobody uses is over in seconds.
  'POST /v1/tickets',
  // Who locks their own place again has one lock (X2).
  'POST /v1/calendars/{id}/locks',
  'POST /v1/events/{id}/locks',
  'POST /v1/trips/{id}/locks',
];

it('every call that creates something takes an Idempotency-Key', async () => {
  const { paths } = (await (await fakeWorker().fetch('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { responses: object; parameters?: { in: string; name: string }[] }>>;
  };
  const creating = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) => '201' in responses)
      .map(([method, { parameters = [] }]) => ({
        call: `${method.toUpperCase()} ${path}`,
        takesKey: parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'idempotency-key'),
      })),
  );
  expect(creating.length).toBeGreaterThan(needNone.length);
  const without = creating.filter(({ takesKey }) => !takesKey).map(({ call }) => call);
  expect(without.toSorted()).toEqual(needNone.toSorted());
});
