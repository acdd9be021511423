import { expect, it } from 'vitest';
import { jsonPatchCases } from '../support/json-patch-cases';
import { jsonPatch, newCaller } from '../support/workers-caller';

it('[V2] PATCH passes json-patch-test-suite', async () => {
  const anna = await newCaller('Anna');
  const times = { start_time: '2026-12-15T14:00:00Z', end_time: '2026-12-15T15:00:00Z' };
  const created = await anna.call('POST', '/v1/events', { title: 'Suite', ...times });
  const event = `/v1/events/${created.body.id}`;
  const patch = (operations: readonly unknown[]) => anna.call('PATCH', event, operations, jsonPatch);

  for (const { name, doc, operations, ...rest } of jsonPatchCases('extensions')) {
    const begun = await patch([{ op: 'add', path: '/extensions', value: doc }]);
    expect(begun, name).toMatchObject({ status: 200, body: { extensions: doc } });
    const answer = await patch(operations);
    const isExpected = 'expected' in rest;
    expect(answer.status, name).toBeOneOf(isExpected ? [200] : [400, 422]);
    const { extensions } = isExpected ? answer.body : (await anna.call('GET', event)).body;
    expect(extensions, name).toEqual(isExpected ? rest.expected : doc);
  }
});
