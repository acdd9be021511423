import { describe, expect, it } from 'vitest';
import { savedOf } from '../../../web/react/use-saved';
import type { DocumentStatus } from '../../../web/sdk';

const atRest = { unsaved: 0, refused: null } as const;

describe('how safe edits are', () => {
  const reachable: DocumentStatus[] = [
    { name: 'live' },
    { name: 'polling', reason: 'blocked' },
    { name: 'polling', reason: 'hidden' },
    { name: 'connecting', failures: 0 },
    { name: 'connecting', failures: 1 },
  ];
  const unreachable: DocumentStatus[] = [
    { name: 'connecting', failures: 2 },
    { name: 'offline', reason: 'network', retryAtMs: null },
    { name: 'denied', reason: 'unauthenticated', code: 4401 },
    { name: 'closed' },
  ];

  it.each(reachable)('%j: saved, or on the way', (status) => {
    expect(savedOf({ ...atRest, status })).toEqual({ kind: 'saved' });
    expect(savedOf({ ...atRest, status, unsaved: 2 })).toEqual({ kind: 'saving', unsaved: 2 });
  });

  it.each(unreachable)('%j: on this device only', (status) => {
    expect(savedOf({ ...atRest, status, unsaved: 2 })).toEqual({ kind: 'offline', unsaved: 2 });
  });

  it('is "refused" while the server lacks what it refused, and no longer', () => {
    expect(savedOf({ status: { name: 'live' }, unsaved: 1, refused: 'document-full' })).toEqual({
      kind: 'refused',
      unsaved: 1,
      code: 'document-full',
    });
    expect(savedOf({ status: { name: 'live' }, unsaved: 0, refused: 'document-full' })).toEqual({ kind: 'saved' });
  });
});
