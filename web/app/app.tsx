import { useMemo } from 'react';
import { Link, Route, Switch } from 'wouter';
import { ClientProvider, createClient } from '../react';
import { MessagePage } from './design/message-page';
import { LocaleProvider } from './i18n/locale';
import { useTextOf } from './i18n/use-text-of';
import { Layout } from './layout/layout';
import { usePageTitle } from './layout/use-page-title';
import { SignInPage } from './sign-in/sign-in-page';
import { type SignIn, tokenSource, useSignIn } from './sign-in/stored-sign-in';
import { TripPage } from './trip/trip-page';
import { TripsPage } from './trips/trips-page';

/** The whole page: who is signed in decides whether there is anything to see. */
export function App() {
  const { signIn, setSignIn } = useSignIn();
  return (
    <LocaleProvider>
      <Layout user={signIn?.user ?? null} onSignOut={() => setSignIn(null)}>
        {signIn === null ? (
          <SignInPage onSignIn={setSignIn} />
        ) : (
          <SignedIn key={signIn.user.id} signIn={signIn} onSignOut={() => setSignIn(null)} />
        )}
      </Layout>
    </LocaleProvider>
  );
}

function SignedIn({ signIn, onSignOut }: { signIn: SignIn; onSignOut: () => void }) {
  const client = useMemo(() => createClient({ url: location.origin, token: tokenSource(signIn) }), [signIn]);
  return (
    <ClientProvider value={client}>
      <Switch>
        <Route path="/">
          <TripsPage onSignOut={onSignOut} />
        </Route>
        <Route path="/trips/:id">{({ id }) => <TripPage key={id} id={id} onSignOut={onSignOut} />}</Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
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
