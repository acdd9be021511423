import { describe, expect, it } from 'vitest';
import { documentLimits } from '../../../src/protocol/limits';
import { authorization, codeOf, fakeWorker, tokenFor, tripId } from '../../support/workers-fake-env';

const json = { authorization, 'content-type': 'application/json' };
const trip = `/v1/trips/${tripId}`;
const secret = 'abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE';
const inviteToken = `${tripId}.${secret}`;

describe('invitations', () => {
  const made = {
    id: 'i1',
    role: 'viewer',
    maxUses: null,
    uses: 0,
    createdBy: 'aoi',
    createdAtMs: 0,
    expiresAtMs: 1_000,
    token: inviteToken,
  } as const;

  /** Makes an invitation; answers what the document was asked, and the answer. */
  async function create(body: object): Promise<{ asked: unknown; status: number; body: unknown }> {
    let asked: unknown = null;
    const worker = fakeWorker({
      trip: {
        createInvite: async (_, invite) => {
          asked = invite;
          return { ok: true, value: { ...made, created: true } };
        },
      },
    });
    const answer = await worker.fetch(`${trip}/invites`, { method: 'POST', headers: json, body: JSON.stringify(body) });
    return { asked, status: answer.status, body: await answer.json() };
  }

  it('are told once, with the page to accept them on', async () => {
    expect(await create({ role: 'viewer' })).toMatchObject({
      status: 201,
      body: {
        id: 'i1',
        token: inviteToken,
        url: `https://trips.example/invites/${inviteToken}`,
        role: 'viewer',
        max_uses: null,
        uses: 0,
        created_by: 'aoi',
        created_at: '1970-01-01T00:00:00.000Z',
        expires_at: '1970-01-01T00:00:01.000Z',
      },
    });
  });

  it.each([
    [{ role: 'viewer' }, { role: 'viewer', expiresIn: 7 * 86_400, maxUses: null }],
    [
      { role: 'editor', max_uses: null },
      { role: 'editor', expiresIn: 7 * 86_400, maxUses: null },
    ],
    [
      { role: 'commenter', expires_in: documentLimits.maxInviteSeconds, max_uses: documentLimits.maxInviteUses },
      { role: 'commenter', expiresIn: 365 * 86_400, maxUses: 1_000 },
    ],
    [
      { role: 'viewer', expires_in: 1, max_uses: 1 },
      { role: 'viewer', expiresIn: 1, maxUses: 1 },
    ],
  ])('[N2] as %j', async (body, asked) => {
    expect(await create(body)).toMatchObject({ asked, status: 201 });
  });

  it.each([
    {},
    { role: 'owner' },
    { role: 'viewer', expires_in: 0 },
    { role: 'viewer', expires_in: documentLimits.maxInviteSeconds + 1 },
    { role: 'viewer', expires_in: 1.5 },
    { role: 'viewer', expires_in: '60' },
    { role: 'viewer', max_uses: 0 },
    { role: 'viewer', max_uses: documentLimits.maxInviteUses + 1 },
    { role: 'viewer', max_uses: 2.5 },
  ])('[N2] not as %j', async (body) => {
    expect(await create(body)).toMatchObject({ asked: null, status: 422, body: { code: 'invalid' } });
  });

  it.each([
    ['GET', '', 'trips:read', 200],
    ['GET', '', 'openid', 403],
    ['POST', '/accept', 'trips:read', 403],
    ['POST', '/accept', 'trips:write', 200],
  ])('[A7] %s /v1/invites/{token}%s with the scope %s: %i', async (method, suffix, scope, status) => {
    const preview = { documentId: tripId, title: '', role: 'viewer', invitedBy: { name: '葵' }, expiresAtMs: 0 } as const;
    const worker = fakeWorker({
      trip: {
        previewInvite: async () => ({ ok: true, value: preview }),
        acceptInvite: async () => ({ ok: true, value: { documentId: tripId, role: 'viewer' } }),
      },
    });
    const headers = { authorization: `Bearer ${await tokenFor({ sub: 'aoi', scope })}` };
    const answer = await worker.fetch(`/v1/invites/${inviteToken}${suffix}`, { method, headers });
    expect(answer.status).toBe(status);
    expect(worker.touched).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['invite-over', 410],
    ['not-found', 404],
    ['too-many-members', 422],
  ] as const)('[N2][N3] an answer of the document is the answer: %s', async (code, status) => {
    const worker = fakeWorker({ trip: { acceptInvite: async () => ({ ok: false, refusal: { code } }) } });
    const answer = await worker.fetch(`/v1/invites/${inviteToken}/accept`, { method: 'POST', headers: { authorization } });
    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
  });
});
