import { useMemo } from 'react';
import { Link, Route, Switch } from 'wouter';
import { ClientProvider, createClient } from '../react';
import { MessagePage } from './design/message-page';
import { LocaleProvider } from './i18n/locale';
import { useTextOf } from './i18n/use-text-of';
import { InvitePage } from './invites/invite-page';
import { Layout } from './layout/layout';
import { usePageTitle } from './layout/use-page-title';
import { SignInPage } from './sign-in/sign-in-page';
import { SignOutProvider } from './sign-in/sign-out';
import { type SignIn, tokenSource, useSignIn } from './sign-in/stored-sign-in';
import { TripPage } from './trip/trip-page';
import { TripsPage } from './trips/trips-page';

/** The whole page: who is signed in decides whether there is anything to see. */
export function App() {
  const { signIn, setSignIn } = useSignIn();
  return (
    <LocaleProvider>
      {signIn === null ? (
        <Layout user={null}>
          <SignInPage onSignIn={setSignIn} />
        </Layout>
      ) : (
        <SignedIn key={signIn.user.id} signIn={signIn} onSignedOut={() => setSignIn(null)} />
      )}
    </LocaleProvider>
  );
}

function SignedIn({ signIn, onSignedOut }: { signIn: SignIn; onSignedOut: () => void }) {
  const client = useMemo(
    () => createClient({ url: location.origin, token: tokenSource(signIn), person: signIn.user.id }),
    [signIn],
  );
  return (
    <ClientProvider value={client}>
      <SignOutProvider onSignedOut={onSignedOut}>
        <Layout user={signIn.user}>
          <Switch>
            <Route path="/">
              <TripsPage />
            </Route>
            <Route path="/trips/:id">{({ id }) => <TripPage key={id} id={id} />}</Route>
            <Route path="/invites/:token">{({ token }) => <InvitePage key={token} token={token} />}</Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Layout>
      </SignOutProvider>
    </ClientProvider>
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
