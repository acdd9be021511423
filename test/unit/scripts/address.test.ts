import { describe, expect, it } from 'vitest';
import { withServedAddress } from '../../../scripts/address.mjs';
import { flagValue } from '../../../scripts/flags.mjs';

describe('the address that a started server is told', () => {
  it.each([
    [['--ip', '127.0.0.1', '--port', '8787'], 'http://127.0.0.1:8787'],
    [['--port=9411', '--ip', '127.0.0.1'], 'http://127.0.0.1:9411'],
    [['--ip=0.0.0.0', '--port', '9411'], 'http://127.0.0.1:9411'],
    [['--ip', '::', '--port', '9411'], 'http://[::1]:9411'],
    [['--ip', '192.168.1.7', '--port', '9411', '--local-protocol=https'], 'https://192.168.1.7:9411'],
  ])('of %j is %s', async (args, url) => {
    expect(await withServedAddress(args, '')).toEqual([...args, '--var', `APP_URL:${url}`]);
  });

  it('has a port that is free when it may be any', async () => {
    const args = await withServedAddress(['--port', '0', '--ip', '127.0.0.1'], '');
    const port = Number(flagValue(args, '--port'));
    expect(port).toBeGreaterThan(0);
    expect(args).toEqual(['--ip', '127.0.0.1', '--port', String(port), '--var', `APP_URL:http://127.0.0.1:${port}`]);
  });

  it.each([
    [['--port', '1', '--var', 'A:b', 'APP_URL:https://trips.example'], ''],
    [['--port', '1', '--var=APP_URL:https://trips.example'], ''],
    [['--port', '1'], 'LINK_SECRET=x\nAPP_URL=https://trips.example\n'],
  ])('is the one that somebody named: %j, %j', async (args, devVars) => {
    expect(await withServedAddress(args, devVars)).toEqual(args);
  });
});
