import { describe, expect, it } from 'vitest';
import { type Answer, type Caller, newCaller, newTrip } from '../support/workers-caller';

const jsonPatch = { 'content-type': 'application/json-patch+json' };

async function newEvent(owner: Caller, fields: object = {}): Promise<string> {
  const times = { start_time: '2027-05-01T09:00:00Z', end_time: '2027-05-01T10:00:00Z' };
  const { body } = await owner.call('POST', '/v1/events', { ...times, ...fields });
  return `/v1/events/${body.id}`;
}

async function withEditor(path: string, owner: Caller): Promise<Caller> {
  const editor = await newCaller('editor');
  await owner.call('PUT', `${path}/members/${editor.id}`, { role: 'editor' });
  return editor;
}

function replaceAt(caller: Caller, path: string, version: number, field: string, value: unknown): Promise<Answer> {
  return caller.call('PATCH', `${path}?base_version=${version}`, [{ op: 'replace', path: field, value }], jsonPatch);
}

const versionOf = ({ body }: Answer): number => (body.metadata as { version: number }).version;

describe.each([
  ['a trip', newTrip, '/destination'],
  ['an event', newEvent, '/location'],
] as const)('patches of %s at a version', (_, create, field) => {
  it('[O22] merge with what came since, and need a version', async () => {
    const owner = await newCaller('owner');
    const path = await create(owner, { title: 'Kyoto trip' });
    const editor = await withEditor(path, owner);
    const version = versionOf(await owner.call('GET', path));
    expect((await replaceAt(editor, path, version, '/title', 'Our Kyoto trip')).status).toBe(200);
    expect((await replaceAt(owner, path, version, '/title', 'Kyoto trip 2027')).body.title).toBe('Our Kyoto trip 2027');

    const operations = [{ op: 'replace', path: '/title', value: 'x' }];
    const without = await owner.call('PATCH', path, operations, jsonPatch);
    expect([without.status, without.body.code]).toEqual([428, 'precondition-required']);
    const stale = await owner.call('PATCH', path, operations, { ...jsonPatch, 'if-match': `"v${version}"` });
    expect([stale.status, stale.body.code]).toEqual([412, 'precondition-failed']);
    const never = await replaceAt(owner, path, 99, '/title', 'x');
    expect([never.status, never.body.code]).toEqual([410, 'history-gone']);
    expect((await replaceAt(owner, path, -1, '/title', 'x')).status).toBe(422);
  });

  it('[O32] leave a conflict, which its authors resolve', async () => {
    const owner = await newCaller('owner');
    const path = await create(owner);
    const editor = await withEditor(path, owner);
    const version = versionOf(await owner.call('GET', path));
    await replaceAt(editor, path, version, field, 'Nara');
    expect((await replaceAt(owner, path, version, field, 'Kobe')).body[field.slice(1)]).toBe('Kobe');

    const listed = await editor.call('GET', `${path}/conflicts?open=1`);
    expect(listed.body).toEqual({
      conflicts: [
        {
          conflict_id: expect.any(String),
          document_id: path.split('/').at(-1),
          type: 'update_update',
          path: field,
          base: null,
          winner: { by: { id: owner.id, name: 'owner' }, value: 'Kobe' },
          loser: { by: { id: editor.id, name: expect.any(String) }, value: 'Nara' },
          versions: { base: version, loser: version + 1, winner: version + 2 },
          detected_at: expect.any(String),
          method: null,
          resolved_by: null,
          resolved_at: null,
        },
      ],
    });
    const [conflict] = listed.body.conflicts as { conflict_id: string }[];
    const at = `${path}/conflicts/${conflict?.conflict_id}`;
    const stranger = await newCaller('stranger');
    expect((await stranger.call('POST', at, { choice: 'mine' })).status).toBe(404);
    expect((await editor.call('POST', at, { choice: 'other' })).status).toBe(422);
    const { token } = (await editor.call('POST', `${path}/locks`, { path: field })).body;
    expect((await editor.call('POST', at, { choice: 'mine' })).status).toBe(423);
    const shown = { 'lock-token': String(token) };
    const resolved = await editor.call('POST', at, { choice: 'merged', value: 'Nara and Kobe' }, shown);
    expect(resolved).toMatchObject({ status: 200, body: { method: 'merged', resolved_by: editor.id } });
    expect((await owner.call('GET', path)).body[field.slice(1)]).toBe('Nara and Kobe');
    expect((await owner.call('GET', `${path}/conflicts?open=1`)).body).toEqual({ conflicts: [] });
    expect((await owner.call('GET', `${path}/conflicts`)).body.conflicts).toHaveLength(1);
    const again = await owner.call('POST', at, { choice: 'mine' });
    expect([again.status, again.body.code]).toEqual([409, 'already-resolved']);
  });
});
