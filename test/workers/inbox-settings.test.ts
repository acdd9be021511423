import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { bytesToBase64 } from '../../src/protocol/base64';
import { settableTypes, typeTable } from '../../src/protocol/notification-types';
import type { InboxPreferences } from '../../src/protocol/notifications';
import { codeOf, newCaller } from '../support/workers-caller';
import { at, bring } from '../support/workers-inbox';

describe('devices and preferences over REST', () => {
  it('[M8] devices are put, listed with a masked address, and forgotten', async () => {
    const aoi = await newCaller('Aoi');
    const put = await aoi.call('PUT', '/v1/inbox/devices/laptop', {
      ...{ kind: 'web_push', label: 'Laptop', endpoint: 'https://push.example/secret-path', p256dh: 'BPd', auth: 'a_-9' },
    });
    expect(put.body).toMatchObject({ id: 'laptop', kind: 'web_push', state: 'active', address: 'push.example/…path' });
    await aoi.call('PUT', '/v1/inbox/devices/mail', { kind: 'email', label: 'Mail', email: 'aoi@example.org' });
    await aoi.call('PUT', '/v1/inbox/devices/phone', { kind: 'sms', label: 'Phone', number: '+819012345678' });
    const { body } = await aoi.call('GET', '/v1/inbox/devices');
    expect(body).toMatchObject({ devices: [{ id: 'laptop' }, { address: 'a…@example.org' }, { address: '+81…78' }] });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect((await aoi.call('DELETE', '/v1/inbox/devices/mail')).status).toBe(204);
    expect(codeOf(await aoi.call('DELETE', '/v1/inbox/devices/mail'))).toEqual([404, 'not-found']);
  });

  it.each([
    { kind: 'fax', label: 'x', number: '+1' },
    { kind: 'email', label: 'x', email: 'nobody' },
    { kind: 'sms', label: 'x', number: '090' },
    { kind: 'web_push', label: 'x', endpoint: 'javascript:alert(1)', p256dh: 'a', auth: 'b' },
    { kind: 'email', label: '', email: 'aoi@example.org' },
  ])('refuse the device %o', async (device) => {
    const aoi = await newCaller('Aoi');
    expect(codeOf(await aoi.call('PUT', '/v1/inbox/devices/x', device))).toEqual([422, 'invalid']);
  });

  it('[M6] preferences are defaults until they are put', async () => {
    const aoi = await newCaller('Aoi');
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    const wanted = {
      ...body,
      language: 'ja',
      time_zone: 'Asia/Tokyo',
      types: { price_alert: [] },
    } as unknown as InboxPreferences;
    expect((await aoi.call('PUT', '/v1/inbox/preferences', wanted)).body).toEqual(wanted);
    expect((await aoi.call('GET', '/v1/inbox/preferences')).body).toEqual(wanted);
    for (const wrong of [{ time_zone: 'Mars' }, { language: 'tlh' }, { types: { a: ['fax'] } }, { other: 1 }]) {
      expect(codeOf(await aoi.call('PUT', '/v1/inbox/preferences', { ...wanted, ...wrong }))).toEqual([422, 'invalid']);
    }
  });

  it.each([
    ['time_zone', 'JST'],
    ['time_zone', 'PST'],
    ['types', { constructor: [] }],
    ['types', { toString: ['in_app'] }],
  ])('[M4] [M6] a preference that no device could set is refused: %s %o', async (name, value) => {
    const aoi = await newCaller('Aoi');
    const { body } = await aoi.call('GET', '/v1/inbox/preferences');
    expect(codeOf(await aoi.call('PUT', '/v1/inbox/preferences', { ...body, [name]: value }))).toEqual([422, 'invalid']);
    // Else the marks would break a rule from now on, and nothing that any device did would be taken.
    const device = new Y.Doc();
    device.getMap('preferences').set('language', 'ja');
    const update = bytesToBase64(Y.encodeStateAsUpdate(device));
    expect(await aoi.call('POST', '/v1/inbox/sync', { state_vector: 'AA==', update })).toMatchObject({ status: 200 });
  });

  it('[Z1] the types to choose for are those of the table, and those of other senders that somebody got', async () => {
    const aoi = await newCaller('Aoi');
    await bring(aoi, { type: 'visa_expires', channels: ['in_app', 'sms'] });
    await bring(aoi, { type: 'price_alert', channels: ['email'] });
    const { body } = await aoi.call('GET', '/v1/inbox/notification-types');
    expect(body.types).toEqual([
      ...settableTypes.map((type) => ({ type, channels: typeTable[type].channels })),
      { type: 'visa_expires', channels: ['in_app', 'sms'] },
    ]);
  });

  it('a test goes over its channel, and its trace tells what became of it', async () => {
    const aoi = await newCaller('Aoi');
    const { status, body } = await aoi.call('POST', '/v1/inbox/test', { channel: 'email' });
    expect(status).toBe(202);
    const { body: trace } = await aoi.call('GET', at(body.notification_id as string, '/trace'));
    expect(trace.channels).toMatchObject([{ channel: 'in_app' }, { channel: 'email', verdict: 'skip', reason: 'no-address' }]);
  });
});
