import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../src/inbox/channels/public-address';

describe('addresses that somebody else chose', () => {
  it.each([
    'https://hooks.example.com/a?b=c',
    'https://hooks.example.com:8443/',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
    'https://日本.example.jp/',
    'https://localhost.example.com/',
    'https://100.63.255.255/',
    'https://172.32.0.1/',
  ])('[Z16] %s may be called', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    // No encryption, other schemes, no address at all.
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,a',
    'hooks.example.com',
    '',
    // Credentials.
    'https://me:secret@hooks.example.com/',
    'https://hooks.example.com@10.0.0.1/',
    // This machine and its network, in every spelling.
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0/',
    'https://１２７.0.0.1/',
    'https://%31%32%37.0.0.1/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://100.127.255.255/',
    'https://192.0.2.1/',
    'https://198.18.0.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:0a00:0001]/',
    'https://[64:ff9b::a00:1]/',
    'https://[fe80::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[ff02::1]/',
    'https://[2001:db8::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    // Names that only a private network knows.
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://db.internal/',
    'https://router.lan/',
    'https://nas.home.arpa/',
    'https://intranet/',
    // A dot at the end changes what a name is compared with, not where it leads.
    'https://hooks.example.com./',
    'https://127.0.0.1./',
    'https://metadata.google.internal./',
  ])('[Z16] %s may not', (address) => expect(isPublicAddress(address)).toBe(false));

  it('[Z16] in development this machine may be called, and nothing else that is private', () => {
    const rules = { allowLocalhost: true };
    for (const address of ['http://localhost:9000/', 'http://127.0.0.1:9000/', 'http://[::1]:9000/', 'https://localhost/']) {
      expect(isPublicAddress(address, rules), address).toBe(true);
    }
    for (const address of ['http://hooks.example.com/', 'http://10.0.0.1/', 'http://169.254.169.254/', 'ftp://localhost/']) {
      expect(isPublicAddress(address, rules), address).toBe(false);
    }
  });
});
