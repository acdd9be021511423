import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

/** Where the development secrets are. */
export const secretsPath = join(root, '.dev.vars');

/**
 * How the secrets of a development server are made; those that one line makes belong together.
 * @type {readonly (() => Readonly<Record<string, string>>)[]}
 */
const makers = [
  // Signs the tokens of development sign-ins.
  () => ({ DEV_JWT_SECRET: randomBytes(32).toString('base64url') }),
  // Encrypts the secrets of webhook sources and what they brought.
  () => ({ SOURCE_KEY: randomBytes(32).toString('base64url') }),
  // Signs the links in messages, and what providers are given as a reference.
  () => ({ LINK_SECRET: randomBytes(32).toString('base64url') }),
  // Signs the calls of actions (Standard Webhooks).
  () => ({ ACTION_SECRET: `whsec_${randomBytes(32).toString('base64')}` }),
  // By which push services know this server.
  vapidKeys,
];

/** A key pair of web push: the point and the number, in base64url. */
function vapidKeys() {
  const { d = '', x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { VAPID_PUBLIC_KEY: point.toString('base64url'), VAPID_PRIVATE_KEY: d };
}

/** Makes the development secrets that are missing. What is there already belongs to the developer and is never rewritten. */
export function ensureDevelopmentSecrets() {
  const existing = readIfThere(secretsPath);
  const isMissing = (/** @type {string} */ name) => !isSet(existing ?? '', name);
  const lines = makers
    .map((make) => Object.entries(make()))
    // Secrets that belong together are made together: half of a pair is of no use.
    .filter((made) => made.some(([name]) => isMissing(name)))
    .flat();
  const text = lines.map(([name, value]) => `${name}=${value}\n`).join('');
  if (existing === null) {
    const head = "# Secrets of this machine's development server. Not for git, not for production.\n";
    writeFileSync(secretsPath, head + text, { flag: 'wx', mode: 0o600 });
    console.log('Created .dev.vars with random secrets for development.');
  } else if (text !== '') {
    appendFileSync(secretsPath, existing.endsWith('\n') ? text : `\n${text}`);
    console.log(`Added to .dev.vars what it lacked: ${lines.map(([name]) => name).join(', ')}.`);
  }
}

/** What stands in .dev.vars; nothing where there is none. */
export function readDevelopmentSecrets() {
  return readIfThere(secretsPath) ?? '';
}

/**
 * @param {string} text of a .dev.vars
 * @param {string} name
 */
export function isSet(text, name) {
  return new RegExp(`^\\s*${name}\\s*=\\s*\\S`, 'm').test(text);
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
}
