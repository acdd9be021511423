import { SignJWT } from 'jose';
import type { DocumentApi } from '../../src/documents/api';
import type { TripView } from '../../src/documents/trip';
import { createApp } from '../../src/routes/app';

const secret = 'the secret of the tests, 32 characters or more';

/** A trip id that is well formed. */
export const tripId = '0198a000-0000-7000-8000-000000000001';

/** A trip as its document would show it. */
export const tripView: TripView = {
  id: tripId,
  owner_id: 'aoi',
  collaborators: [],
  title: '京都',
  description: '',
  notes: [],
  start_date: null,
  end_date: null,
  destination: null,
  cover: null,
  archived: null,
  itinerary: [],
  budget: {},
  attachments: [],
  metadata: { created_at: '2026-11-22T00:00:00.000Z', updated_at: '2026-11-22T00:00:00.000Z', version: 12 },
};

/** A token of the development login, with claims of the test's choice. */
export function tokenFor(claims: object = { sub: 'aoi', name: '葵' }): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}

/** What a request of 葵 shows. */
export const authorization = `Bearer ${await tokenFor()}`;

/** The surroundings of a Worker: its bindings, as a test wants them. */
export interface FakeWorld {
  readonly vars?: Partial<Record<keyof Env, string>>;
  /** What the object of every document answers, of whatever kind. */
  readonly trip?: Partial<DocumentApi<TripView>>;
  /** Whether the edge lets calls through; counts by key. */
  readonly admits?: (key: string) => boolean;
  /** Rows that every query finds; an error instead: the database is down. */
  readonly rows?: readonly object[] | Error;
}

/** The Worker in surroundings that are not there, for tests of what it does by itself. */
export function fakeWorker(world: FakeWorld = {}) {
  const touched: string[] = [];
  const documents = {
    getByName(name: string) {
      touched.push(name);
      return world.trip ?? {};
    },
  };
  const env = {
    ENVIRONMENT: 'development',
    DEV_JWT_SECRET: secret,
    ALLOWED_ORIGINS: 'https://app.example',
    JWT_ISSUER: '',
    JWT_AUDIENCE: '',
    JWT_JWKS_URL: '',
    JWT_ALGORITHMS: '',
    ...world.vars,
    WRITE_LIMIT: fakeLimit(world),
    LOGIN_LIMIT: fakeLimit(world),
    TICKET_LIMIT: fakeLimit(world),
    INVITE_LIMIT: fakeLimit(world),
    INTAKE_LIMIT: fakeLimit(world),
    DB: fakeDatabase(world),
    TRIPS: documents,
    EVENTS: documents,
    CALENDARS: documents,
    ASSETS: { fetch: async () => new Response('the page of the app') },
  } as unknown as Env;
  const app = createApp();
  return {
    /** Names of the objects that were touched, in order. */
    touched,
    fetch: async (path: string, init?: RequestInit): Promise<Response> => app.request(`https://trips.example${path}`, init, env),
  };
}

function fakeLimit(world: FakeWorld) {
  return { limit: async ({ key }: { key: string }) => ({ success: world.admits?.(key) ?? true }) };
}

function fakeDatabase(world: FakeWorld) {
  const { rows = [] } = world;
  const answer = async <T>(value: T): Promise<T> => {
    if (rows instanceof Error) throw rows;
    return value;
  };
  const statement = {
    bind: () => statement,
    run: () => answer({}),
    all: () => answer({ results: rows }),
    first: () => answer(rows instanceof Error ? null : (rows[0] ?? null)),
  };
  return { prepare: () => statement };
}

/** The code of an answer that is a problem. */
export async function codeOf(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { code: unknown }).code;
}
