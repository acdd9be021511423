import { build } from 'vite';
import type { Application } from './installed-packages';

/** What a page shows of the realtime part of the React package: one component for each of its hooks, and its own components. */
const program = `
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  ClientProvider, createClient, NotificationCenter, NotificationOverlay, RealtimeProvider, type RealtimeConnection, useInbox,
  useRealtimeConnection, useRoom,
} from '@triptrip/react';

declare global {
  interface Window { connection: RealtimeConnection }
}

const asked = new URLSearchParams(location.search);

function Connection() {
  const connection = useRealtimeConnection();
  window.connection = connection;
  return (
    <section data-testid="connection" data-status={connection.connectionStatus}>
      <ol data-testid="newest">{connection.notifications.map(({ id, title }) => <li key={id}>{title}</li>)}</ol>
      <p data-testid="collaborators">{connection.collaborators.map(({ name }) => name).sort().join(' ')}</p>
    </section>
  );
}

function Room({ name }: { name: string }) {
  const { joined, users, messages, room, problem } = useRoom(name);
  return (
    <section data-testid="room" data-joined={joined}>
      <p data-testid="people">{users.map((user) => user.name).sort().join(' ')}</p>
      <p data-testid="said">{messages.map(({ data }) => String(data)).join(' ')}</p>
      <p data-testid="problem">{problem?.code}</p>
      <button onClick={() => void room?.send('said', 'hello')}>Say hello</button>
    </section>
  );
}

function Inbox() {
  const open = useInbox();
  return <p data-testid="inbox">{open === null ? 'opening' : open.state.unreadCount + ' unread'}</p>;
}

function Overlay() {
  const [opened, setOpened] = useState('');
  return <><NotificationOverlay onOpen={({ title }) => setOpened(title)} /><p data-testid="opened">{opened}</p></>;
}

function Page() {
  const [isMounted, setMounted] = useState(true);
  const room = asked.get('room');
  return (
    <>
      <button onClick={() => setMounted(false)}>Unmount</button>
      {isMounted && asked.has('inbox') && <Inbox />}
      {isMounted && asked.has('connection') && <Connection />}
      {isMounted && room !== null && <Room name={room} />}
      {isMounted && asked.has('overlay') && <Overlay />}
      {isMounted && asked.has('center') && <NotificationCenter />}
    </>
  );
}

const client = createClient({ url: location.origin, token: asked.get('token') ?? '' });
createRoot(document.body.appendChild(document.createElement('main'))).render(
  <ClientProvider value={client}><RealtimeProvider><Page /></RealtimeProvider></ClientProvider>,
);
`;

/** Builds that page with the installed packages. @returns its script */
export async function buildReactPage(application: Application): Promise<string> {
  const input = application.write('main.tsx', program);
  const problems = application.typecheck();
  if (problems !== '') throw new Error(problems);
  const built = await build({
    root: application.folder,
    configFile: false,
    logLevel: 'error',
    build: { write: false, modulePreload: false, rolldownOptions: { input, output: { codeSplitting: false } } },
  });
  const [script] = 'output' in built ? built.output : [];
  if (script?.type !== 'chunk') throw new Error('vite built no script');
  return script.code;
}
