import { LogOut, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { User } from '../../react';
import { Avatar } from '../design/avatar';
import { IconButton } from '../design/button';
import { useTheme } from '../design/theme';
import { useTextOf } from '../i18n/use-text-of';
import { InboxCorner } from '../inbox/inbox-corner';
import { useSignOut } from '../sign-in/sign-out';
import { LanguageSwitch } from './language-switch';
import { PageNav } from './page-nav';

interface LayoutProps {
  readonly user: User | null;
  readonly children: ReactNode;
}

/** The frame around every page: the way home, language, theme, and who is signed in. */
export function Layout({ user, children }: LayoutProps) {
  const text = useTextOf();
  return (
    <>
      <a
        href="#content"
        className="absolute top-2 left-2 z-20 -translate-y-16 rounded-md bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        {text('app.skip')}
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-14 max-w-[110rem] items-center gap-0.5 px-4 max-[24rem]:px-2 sm:gap-2 panel:px-6">
          <Link href="/" aria-label={text('app.home')} className="flex items-center gap-2 rounded-md text-lg font-semibold">
            <img src="/icon.svg" alt="" width="28" height="28" className="max-w-none" />
            <span className={user === null ? 'max-[28rem]:sr-only' : 'max-panel:sr-only'}>TripTrip</span>
          </Link>
          <div className="mr-auto">{user && <PageNav />}</div>
          <LanguageSwitch />
          <ThemeSwitch />
          {user && <InboxCorner />}
          {user && <SignedInAs user={user} />}
        </div>
      </header>
      <main id="content" tabIndex={-1} className="outline-none">
        {children}
      </main>
    </>
  );
}

function SignedInAs({ user }: { user: User }) {
  const text = useTextOf();
  const { signOut } = useSignOut();
  return (
    <>
      <span className="flex items-center gap-2 pl-1 max-[22rem]:sr-only">
        <Avatar name={user.name} color={user.color} />
        <span className="max-w-32 truncate max-sm:sr-only">{user.name}</span>
      </span>
      <IconButton label={text('app.signOut')} onClick={signOut}>
        <LogOut size={18} aria-hidden="true" />
      </IconButton>
    </>
  );
}

function ThemeSwitch() {
  const text = useTextOf();
  const { theme, toggle } = useTheme();
  const Icon = theme === 'dark' ? Sun : Moon;
  return (
    <IconButton label={text(theme === 'dark' ? 'app.theme.light' : 'app.theme.dark')} onClick={toggle}>
      <Icon size={18} aria-hidden="true" />
    </IconButton>
  );
}
