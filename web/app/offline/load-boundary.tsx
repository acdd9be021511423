import { Component, type ReactNode } from 'react';
import { Button } from '../design/button';
import { MessagePage } from '../design/message-page';
import { useTextOf } from '../i18n/use-text-of';
import { isLoadFailure } from './load-failure';

interface LoadBoundaryProps {
  /** What is shown: another page is tried even after one has failed. */
  readonly page?: string;
  /** What takes the place of something small that did not come; unless given, a page that says so. */
  readonly fallback?: ReactNode;
  readonly children: ReactNode;
}

interface LoadBoundaryState {
  readonly error: Error | null;
  readonly page: string | undefined;
}

/** Puts a few kind words in place of what cannot be shown, where React would leave nothing of the whole app. */
export class LoadBoundary extends Component<LoadBoundaryProps, LoadBoundaryState> {
  override state: LoadBoundaryState = { error: null, page: this.props.page };

  static getDerivedStateFromError(error: Error): Partial<LoadBoundaryState> {
    return { error };
  }

  static getDerivedStateFromProps({ page }: LoadBoundaryProps, state: LoadBoundaryState): LoadBoundaryState {
    return page === state.page ? state : { error: null, page };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (this.props.fallback === undefined) return <FailedPage isLoadFailure={isLoadFailure(error)} />;
    // A mistake of the program is for whoever stands in for the whole page.
    if (!isLoadFailure(error)) throw error;
    return this.props.fallback;
  }
}

function FailedPage({ isLoadFailure: notLoaded }: { isLoadFailure: boolean }) {
  const text = useTextOf();
  return (
    <div role="alert">
      <MessagePage
        title={text(notLoaded ? 'app.notLoaded.title' : 'app.broken.title')}
        text={text(notLoaded ? 'app.notLoaded.text' : 'app.broken.text')}
      >
        <Button look="primary" onClick={() => location.reload()}>
          {text('app.reload')}
        </Button>
      </MessagePage>
    </div>
  );
}
