import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/protocol/roles';
import { EngineHarness, person } from '../../support/engine-harness';

function announcedRole(identity: Identity): string | undefined {
  const harness = new EngineHarness({ members: { ed: 'editor', com: 'commenter', vic: 'viewer' } });
  const session = harness.connect(identity, { sdk: true });
  const [frame] = harness.take(session);
  return frame?.type === 'session' ? frame.message.role : undefined;
}

describe('the role that a session is told', () => {
  it.each([
    ['an owner', person('owner'), 'owner'],
    ['an editor', person('ed'), 'editor'],
    ['a commenter', person('com'), 'commenter'],
    ['a viewer', person('vic'), 'viewer'],
    ['an admin without a membership', person('root', { role: 'admin' }), 'owner'],
    ['an admin who is a viewer', person('vic', { role: 'admin' }), 'owner'],
    ['an owner whose token may only read', person('owner', { scopes: ['trips:read'] }), 'viewer'],
    ['a commenter whose token may only read', person('com', { scopes: ['trips:read'] }), 'commenter'],
  ])('[A6] is what the policy amounts to for %s', (_who, identity, role) => {
    expect(announcedRole(identity)).toBe(role);
  });
});
