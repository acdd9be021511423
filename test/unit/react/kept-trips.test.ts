import { expect, it } from 'vitest';
import { readKept } from '../../../web/react/use-kept-trips';
import { Device, tripId } from '../sdk/offline/device';

const otherId = '0198c0de-0000-7000-8000-00000000bbbb';

it('the list of the trips that a device keeps says when each was opened last, however often it is shown', async () => {
  const device = new Device();
  const openedAtMs: Record<string, number> = {};
  for (const id of [tripId, otherId]) {
    device.nowMs += 1_000;
    const { doc, stored } = await device.tab({ channels: null }).open(id);
    doc.getText('title').insert(0, `title of ${id}`);
    await stored.destroy();
    openedAtMs[id] = device.nowMs;
  }
  for (let shown = 0; shown < 2; shown++) {
    device.nowMs += 60_000;
    const trips = await readKept(device.tab().store);
    expect(trips.map(({ id, title, openedAtMs: at }) => [id, title, at])).toEqual([
      [otherId, `title of ${otherId}`, openedAtMs[otherId]],
      [tripId, `title of ${tripId}`, openedAtMs[tripId]],
    ]);
  }
});
