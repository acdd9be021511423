import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { ClientProvider, createClient, RealtimeProvider } from '../react';
import { CalendarSkeleton } from './calendar/calendar-skeleton';
import { MessagePage } from './design/message-page';
import { NoticePile } from './design/notices';
import { ToastProvider } from './design/toast';
import type { Catalog } from './i18n/catalog';
import { LocaleProvider } from './i18n/locale';
import { useTextOf } from './i18n/use-text-of';
import { InboxPageSkeleton } from './inbox/inbox-page-skeleton';
import { SettingsPageSkeleton } from './inbox-settings/settings-page-skeleton';
import { InviteSkeleton } from './invites/invite-skeleton';
import { Layout } from './layout/layout';
import { TopOfNewPage } from './layout/top-of-new-page';
import { usePageTitle } from './layout/use-page-title';
import { AppNotices } from './offline/app-notices';
import type { AppUpdate } from './offline/app-update';
import { LoadBoundary } from './offline/load-boundary';
import { SendKept } from './offline/send-kept';
import { routes } from './routes';
import { SignOutProvider } from './sign-in/sign-out';
import { UserProvider } from './sign-in/signed-in-user';
import { type SignIn, tokenSource, useSignIn } from './sign-in/stored-sign-in';
import { isTripSection } from './trip/sections';
import { TripPage } from './trip/trip-page';
import { TripsPage } from './trips/trips-page';

// Most people see these once, if at all.
const SignInPage = lazy(async () => ({ default: (await import('./sign-in/sign-in-page')).SignInPage }));
const InvitePage = lazy(async () => ({ default: (await import('./invites/invite-page')).InvitePage }));
const CalendarPage = lazy(() => import('./calendar/calendar-page'));
const InboxPage = lazy(() => import('./inbox/inbox-page'));
const InboxSettingsPage = lazy(() => import('./inbox-settings/inbox-settings-page'));
const CopiesNotice = lazy(() => import('./copies/copies-notice'));

interface AppProps {
  /** The messages in the language to begin with. */
  readonly catalog: Catalog;
  readonly update: AppUpdate;
}

/** The whole page: who is signed in decides whether there is anything to see. */
export function App({ catalog, update }: AppProps) {
  const { signIn, setSignIn } = useSignIn();
  const notices = <AppNotices update={update} />;
  return (
    <LocaleProvider catalog={catalog}>
      <LoadBoundary>
        <ToastProvider>
          {signIn === null ? (
            <Layout user={null}>
              <NoticePile>
                <Suspense>
                  <SignInPage onSignIn={setSignIn} />
                </Suspense>
                {notices}
              </NoticePile>
            </Layout>
          ) : (
            <SignedIn key={signIn.user.id} signIn={signIn} notices={notices} onSignedOut={() => setSignIn(null)} />
          )}
        </ToastProvider>
      </LoadBoundary>
    </LocaleProvider>
  );
}

interface SignedInProps {
  readonly signIn: SignIn;
  readonly notices: ReactNode;
  readonly onSignedOut: () => void;
}

function SignedIn({ signIn, notices, onSignedOut }: SignedInProps) {
  const client = useMemo(
    () => createClient({ url: location.origin, token: tokenSource(signIn), person: signIn.user.id }),
    [signIn],
  );
  return (
    <ClientProvider value={client}>
      <RealtimeProvider>
        <UserProvider value={signIn.user}>
          <SignOutProvider onSignedOut={onSignedOut}>
            <Layout user={signIn.user}>
              <NoticePile>
                <Pages />
                <LoadBoundary fallback={null}>
                  <Suspense>
                    <CopiesNotice />
                  </Suspense>
                </LoadBoundary>
                {notices}
              </NoticePile>
            </Layout>
            <SendKept />
          </SignOutProvider>
        </UserProvider>
      </RealtimeProvider>
    </ClientProvider>
  );
}

function Pages() {
  const [path] = useLocation();
  return (
    <LoadBoundary page={path}>
      <TopOfNewPage />
      <Switch>
        <Route path={routes.trips}>
          <TripsPage />
        </Route>
        <Route path={routes.signIn}>
          <Redirect to={routes.trips} replace />
        </Route>
        <Route path={routes.trip}>
          {({ id, section = 'plan' }) =>
            isTripSection(section) ? <TripPage key={id} id={id} section={section} /> : <NotFoundPage />
          }
        </Route>
        <Route path={routes.calendar}>
          <Suspense fallback={<CalendarSkeleton />}>
            <CalendarPage />
          </Suspense>
        </Route>
        <Route path={routes.invite}>
          {({ token }) => (
            <Suspense fallback={<InviteSkeleton />}>
              <InvitePage key={token} token={token} />
            </Suspense>
          )}
        </Route>
        <Route path={routes.inbox}>
          <Suspense fallback={<InboxPageSkeleton />}>
            <InboxPage />
          </Suspense>
        </Route>
        <Route path={routes.inboxSettings}>
          <Suspense fallback={<SettingsPageSkeleton />}>
            <InboxSettingsPage />
          </Suspense>
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </LoadBoundary>
  );
}

function NotFoundPage() {
  const text = useTextOf();
  usePageTitle(text('app.notFound.title'));
  return (
    <MessagePage title={text('app.notFound.title')} text={text('app.notFound.text')}>
      <Link href="/" className="font-medium text-accent underline underline-offset-4">
        {text('app.backToTrips')}
      </Link>
    </MessagePage>
  );
}
