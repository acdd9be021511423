import { afterEach, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { destroyStockClients, openStock, type StockClient, untilDoc, untilSynced } from '../support/stock-client';
import { type AppHost, startAppHost } from './app-host';

// The server is killed as by a power cut, and everything that anybody saw has to be there afterwards. The witness is always a
// fresh client on a server that the old clients cannot reach yet: they would only bring back what the server has lost.

const servers: DevServer[] = [];
const hosts: AppHost[] = [];

async function start(options?: Parameters<typeof startServer>[0]): Promise<DevServer> {
  const server = await startServer(options);
  servers.push(server);
  return server;
}

/** What the clients know of a server; it can be out of reach while the server runs. */
async function startHost(server: DevServer): Promise<AppHost> {
  const host = await startAppHost(server.url);
  hosts.push(host);
  return host;
}

afterEach(async () => {
  destroyStockClients();
  await Promise.all(hosts.splice(0).map((host) => host.unplug()));
  await Promise.all(servers.splice(0).map((server) => server.kill()));
});

const keystrokeMs = 40;

/** Letters of which each occurs once, so that a lost one and a doubled one both show. */
const alphabets = { aoi: 0x4e00, ben: 0xac00 } as const;

/** Types a letter into the title every {@link keystrokeMs}, at the end, until told to stop. */
function typeInto({ doc }: StockClient, writer: keyof typeof alphabets, firstLetter: number): { stop(): number } {
  let next = firstLetter;
  const timer = setInterval(() => {
    const title = doc.getText('title');
    title.insert(title.length, String.fromCodePoint(alphabets[writer] + next++));
  }, keystrokeMs);
  return {
    stop: () => {
      clearInterval(timer);
      return next;
    },
  };
}

function titleOf({ doc }: StockClient): string {
  return doc.getText('title').toString();
}

function lettersOf(writer: keyof typeof alphabets, text: string): string[] {
  const first = alphabets[writer];
  return [...text].filter((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code >= first && code < first + 5_000;
  });
}

async function sharedTrip(url: string): Promise<{ aoi: Caller; ben: Caller; tripId: string }> {
  const aoi = await login(url, 'aoi', '葵');
  const ben = await login(url, 'ben', 'Ben');
  const tripId = await createTrip(aoi);
  await putMember(aoi, tripId, 'ben', 'editor');
  return { aoi, ben, tripId };
}

describe('kill -9', () => {
  it('[W3] loses nothing that another client saw, three times in a row', async () => {
    let server = await start();
    const port = Number(new URL(server.url).port);
    const { persistTo } = server;
    const { aoi, ben, tripId } = await sharedTrip(server.url);
    const host = await startHost(server);
    const atAoi = openStock({ ...aoi, url: host.url }, tripId);
    const atBen = openStock({ ...ben, url: host.url }, tripId);
    await Promise.all([untilSynced(atAoi), untilSynced(atBen)]);

    let aoiTyped = 0;
    let benTyped = 0;
    for (let round = 1; round <= 3; round++) {
      const aoiTypes = typeInto(atAoi, 'aoi', aoiTyped);
      const benTypes = typeInto(atBen, 'ben', benTyped);
      const enough = 15;
      await untilDoc(atBen, 'Ben sees Aoi type', () => lettersOf('aoi', titleOf(atBen)).length >= aoiTyped + enough);
      await untilDoc(atAoi, 'Aoi sees Ben type', () => lettersOf('ben', titleOf(atAoi)).length >= benTyped + enough);
      await server.kill();
      // Still typing: neither has noticed yet, and what they type now is theirs alone.
      const benSaw = lettersOf('aoi', titleOf(atBen));
      const aoiSaw = lettersOf('ben', titleOf(atAoi));

      await host.unplug();
      server = await start({ persistTo, port });
      const witness = openStock(aoi, tripId);
      await untilSynced(witness);
      expect(lettersOf('aoi', titleOf(witness))).toEqual(expect.arrayContaining(benSaw));
      expect(lettersOf('ben', titleOf(witness))).toEqual(expect.arrayContaining(aoiSaw));
      witness.destroy();

      aoiTyped = aoiTypes.stop();
      benTyped = benTypes.stop();
      await host.plug();
      // Nobody told them: they come back by themselves, and bring what they typed meanwhile.
      const complete = (client: StockClient) => [...titleOf(client)].length === aoiTyped + benTyped;
      await Promise.all([
        untilDoc(atAoi, 'all at Aoi', () => complete(atAoi)),
        untilDoc(atBen, 'all at Ben', () => complete(atBen)),
      ]);
      expect(titleOf(atAoi)).toBe(titleOf(atBen));
    }

    const newcomer = openStock(aoi, tripId);
    await untilSynced(newcomer);
    expect(titleOf(newcomer)).toBe(titleOf(atAoi));
    expect(new Set(titleOf(newcomer)).size).toBe(aoiTyped + benTyped);
  });

  it('the list of trips is right again after a crash between an edit and its projection', async () => {
    const first = await start();
    const { aoi, ben, tripId } = await sharedTrip(first.url);
    const atAoi = openStock(aoi, tripId);
    const atBen = openStock(ben, tripId);
    await Promise.all([untilSynced(atAoi), untilSynced(atBen)]);
    atAoi.doc.getText('title').insert(0, '秋の京都');
    await untilDoc(atBen, 'Ben sees the title', () => titleOf(atBen) === '秋の京都');
    await first.kill();
    destroyStockClients();

    const second = await start({ persistTo: first.persistTo });
    const again = { ...ben, url: second.url };
    // Nobody opens the trip: the document has to remember by itself that it owes the list a new title.
    await expect.poll(() => titlesInList(again), { timeout: 20_000 }).toEqual(['秋の京都']);
  });
});

async function titlesInList(caller: Caller): Promise<string[]> {
  const list = await expectOk<{ trips: { title: string }[] }>(caller, 'GET', '/v1/trips');
  return list.trips.map((trip) => trip.title);
}
