import * as Y from 'yjs';
import { dialectOf } from '../clients/dialects.mjs';
import { Reader } from '../clients/reader.mjs';
import { prepareTyping } from '../clients/traffic.mjs';
import { addressOf } from '../servers/servers.mjs';

const charactersSeen = 100;
const typeEveryMs = 40;

/** SIGKILL while somebody types and another watches: what the watcher saw must be there after the restart. */
export const crash = {
  name: 'crash',
  title: '`kill -9` while typing',
  async run(context) {
    const yPartyserver = await measure(context, 'yPartyserver');
    const triptrip = await measure(context, 'triptrip');
    const of = ({ lost, seen }) => `${lost} of ${seen}`;
    return {
      tables: [
        {
          head: ['server', 'characters lost of those that another client had seen'],
          rows: [triptrip, yPartyserver].map((one) => [one.title, of(one)]),
        },
      ],
      targets: [
        {
          what: '`kill -9` while typing: lost of what another client saw',
          target: '0',
          measured: of(triptrip),
          met: triptrip.lost === 0,
        },
      ],
    };
  },
};

async function measure(context, name) {
  const description = context.servers[name];
  const state = context.stateDirectory();
  let people;
  let lost = 0;
  let seen = 0;
  for (let round = 0; round < (context.quick ? 1 : 3); round++) {
    const clientId = 4_000_000_000 + round;
    let server = await description.start(state);
    try {
      people ??= await description.openRoom(server, 2);
      seen += await typeUntilSeen(server, people, clientId);
      await server.kill();
      server = await description.start(state);
      lost += charactersSeen - (await countStored(server, people[1], clientId));
    } finally {
      await server.kill();
    }
  }
  context.say(`  ${description.title}: ${lost} of ${seen} lost`);
  return { title: description.title, lost, seen };
}

/** Resolves in the moment in which the second person has got the hundredth character; the first is still typing. */
async function typeUntilSeen(server, [writer, watcher], clientId) {
  const keyboard = await Reader.open(addressOf(server, writer), dialectOf(writer));
  const screen = await Reader.open(addressOf(server, watcher), dialectOf(watcher));
  const updates = prepareTyping(clientId, charactersSeen * 2);
  let next = 0;
  const typing = setInterval(() => keyboard.send('update', updates[next++]), typeEveryMs);
  try {
    return await new Promise((resolve, reject) => {
      let seen = 0;
      screen.onClose = keyboard.onClose = (code) => reject(new Error(`closed with ${code} while typing`));
      screen.onFrame = (frame) => {
        if (frame.type !== 'update') return;
        for (const { id, length } of Y.decodeUpdate(frame.payload).structs) if (id.client === clientId) seen += length;
        if (seen >= charactersSeen) resolve(charactersSeen);
      };
    });
  } finally {
    clearInterval(typing);
    screen.destroy();
    keyboard.destroy();
  }
}

/** How many of the characters a client that knows nothing finds. */
async function countStored(server, person, clientId) {
  const reader = await Reader.open(addressOf(server, person), dialectOf(person));
  reader.destroy();
  const doc = new Y.Doc();
  for (const update of reader.updates) Y.applyUpdate(doc, update);
  return Math.min(charactersSeen, Y.decodeStateVector(Y.encodeStateVector(doc)).get(clientId) ?? 0);
}
