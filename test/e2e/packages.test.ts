import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, toolNode } from '../../scripts/toolchain.mjs';
import { type Application, installPackages } from './installed-packages';

let application: Application;

beforeAll(async () => {
  application = await installPackages();
});

afterAll(() => application.remove());

function filesOf(name: string): string[] {
  return readdirSync(join(application.folder, 'node_modules', name), { recursive: true, encoding: 'utf8' }).sort();
}

function run(program: string): string {
  return execFileSync(toolNode(), [application.write('program.mjs', program)], { encoding: 'utf8' });
}

const vanilla = `
import { createClient, type Member, type RecoverableCopy, type DocumentState, type DocumentStatus } from '@triptrip/sdk';
import { describeError, type ErrorDescription } from '@triptrip/sdk/errors';

const client = createClient({ url: 'https://trips.example', token: async ({ renew }) => (renew ? 'new' : 'old'), person: 'aoi' });
const trip = client.openTrip('id', { invisible: true });
const state: DocumentState = trip.state;
const members: readonly Member[] | null = trip.members;
const words: ErrorDescription | null = describeError(trip.status, 'ja');
trip.on('replaced', ({ copy }) => {
  const kept: RecoverableCopy | null = copy;
  console.log(kept?.fragments.join(' '));
});
export function retryTime(status: DocumentStatus): number | null {
  return status.name === 'offline' ? status.retryAtMs : null;
}
// @ts-expect-error: without a token there is no REST API
createClient({ url: 'https://trips.example', ticket: async (document: string) => document }).api;
export { members, state, words };
`;

const react = `
import { ClientProvider, CollaborationStatus, createClient, ParticipantList, usePresence, useSaved, useTrip } from '@triptrip/react';

function Trip({ id }: { id: string }) {
  const trip = useTrip(id);
  return trip === null ? null : <Open trip={trip} />;
}

function Open({ trip }: { trip: NonNullable<ReturnType<typeof useTrip>> }) {
  const { kind } = useSaved(trip);
  const names: string[] = usePresence(trip.awareness).map(({ name }) => name);
  return <p>{kind} {names.join(' ')}<ParticipantList trip={trip} /><CollaborationStatus trip={trip} /></p>;
}

const client = createClient({ url: 'https://trips.example', token: 'token' });
export const app = <ClientProvider value={client}><Trip id="id" /></ClientProvider>;
`;

describe('the packed packages', () => {
  it('hold what their manifests promise, and nothing of this machine', () => {
    for (const name of ['@triptrip/sdk', '@triptrip/react']) {
      const files = filesOf(name);
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json']));
      expect(files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
      for (const file of files) {
        expect(readFileSync(join(application.folder, 'node_modules', name, file), 'utf8'), file).not.toContain(root);
      }
    }
    expect(filesOf('@triptrip/sdk')).toContain('errors.js');
    expect(filesOf('@triptrip/react')).toContain('styles.css');
  });

  it('have types that hold where everything is checked', () => {
    application.write('vanilla.ts', vanilla);
    application.write('react.tsx', react);
    expect(application.typecheck()).toBe('');
  });

  it('load where there is no browser', () => {
    const program = `
      import { createClient } from '@triptrip/sdk';
      import { describeError } from '@triptrip/sdk/errors';
      import { createClient as same, ParticipantList } from '@triptrip/react';
      console.log(createClient === same, typeof ParticipantList, describeError('network', 'en').action);`;
    expect(run(program)).toBe('true function retry\n');
  });

  it('keep React out of the SDK, and a second SDK out of the React package', () => {
    const source = (name: string) =>
      filesOf(name)
        .filter((file) => file.endsWith('.js'))
        .map((file) => readFileSync(join(application.folder, 'node_modules', name, file), 'utf8'))
        .join('\n');
    expect(source('@triptrip/sdk')).not.toMatch(/from "react/);
    expect(source('@triptrip/react')).not.toMatch(/class (DocumentSession|Presence|Connection)\b/);
  });
});
