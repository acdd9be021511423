import { describe, expect, it } from 'vitest';
import { jsonPatchCases } from '../../support/json-patch-cases';
import { eventOf, eventPair, patch } from './kinds/event-room';

describe('json-patch-test-suite', () => {
  const cases = jsonPatchCases('extensions');

  it('is there', () => {
    expect(cases.length).toBeGreaterThan(90);
  });

  it.each(cases)('[V2] $name', ({ doc, operations, ...rest }) => {
    const { room } = eventPair();
    expect(patch(room, [{ op: 'add', path: '/extensions', value: doc }])).toMatchObject({ extensions: doc });
    const answer = patch(room, operations as object[]);
    if ('expected' in rest) expect(answer).toHaveProperty('extensions', rest.expected);
    else expect(answer).toHaveProperty('code', expect.stringMatching(/^(patch-failed|malformed)$/));
    expect(eventOf(room).extensions).toEqual('expected' in rest ? rest.expected : doc);
  });
});
