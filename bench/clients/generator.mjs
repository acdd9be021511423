import { runRoom } from './room.mjs';

/** The generator: a process of its own, so that what the clients cost is not counted as the server's. One job, one answer. */
process.once('message', async (job) => {
  const result = await runRoom(job);
  process.send(result, () => process.exit(0));
});

// The run was broken off.
process.once('disconnect', () => process.exit(1));
