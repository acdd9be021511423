import { allArrived, atMost, cpuRatio, roomTable } from '../report.mjs';

/**
 * The same with stock y-websocket clients, which send back every state they receive. At TripTrip two of the hundred are real
 * ones, the others only do on the wire what those do. The floor and y-partyserver pass the echoes on to everybody, each
 * a hundredfold, and are left out.
 */
export const cursorsStock = {
  name: 'cursors-stock',
  title: '100 stock y-websocket people, each moving a cursor at 20 Hz',
  async run({ room, quick }) {
    const job = { people: 100, kind: 'cursors', perSecond: 20, echoes: true, warmupSeconds: 2, seconds: quick ? 3 : 8 };
    const yWebsocket = quick ? [] : [await room('yWebsocket', { ...job, warmupSeconds: 1, seconds: 2 })];
    const hocuspocus = await room('hocuspocus', job);
    const triptrip = await room('triptrip', { ...job, real: 2, stock: true });
    return {
      tables: [roomTable([triptrip, hocuspocus, ...yWebsocket], triptrip)],
      targets: [
        { what: '100 stock cursors at 20 Hz: CPU against Hocuspocus', ...atMost(cpuRatio(triptrip, hocuspocus), 1, '×') },
        { what: '100 stock cursors at 20 Hz: all delivered', ...allArrived(triptrip) },
      ],
    };
  },
};
