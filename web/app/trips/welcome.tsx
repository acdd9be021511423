import { Plus, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { loadExample } from './example-trip';
import { today } from './times';
import { useCreateTrip } from './use-create-trip';
import { InvitePicture, NamePicture, PlanPicture } from './welcome-pictures';

/** What somebody sees who has no trips yet: how it goes, and a trip to try it with. */
export default function Welcome({ onCreate }: { onCreate: () => void }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { create, busy, error } = useCreateTrip();
  const tryExample = async () => create(await loadExample(locale, today()));
  return (
    <section aria-labelledby="welcome-title" className="card flex flex-col items-center gap-8 px-5 py-10 text-center sm:px-10">
      <div>
        <h2 id="welcome-title" className="text-xl font-semibold">
          {text('trips.empty.title')}
        </h2>
        <p className="mt-1 text-balance text-muted">{text('trips.empty.text')}</p>
      </div>
      <ol className="grid w-full max-w-4xl gap-8 sm:grid-cols-3 sm:gap-6">
        <Step picture={<NamePicture />} title={text('trips.step1.title')} words={text('trips.step1.text')} />
        <Step picture={<InvitePicture />} title={text('trips.step2.title')} words={text('trips.step2.text')} />
        <Step picture={<PlanPicture />} title={text('trips.step3.title')} words={text('trips.step3.text')} />
      </ol>
      <div className="flex flex-wrap justify-center gap-3">
        <Button look="primary" onClick={onCreate}>
          <Plus size={18} aria-hidden="true" />
          {text('trips.first')}
        </Button>
        <Button disabled={busy} onClick={() => void tryExample()}>
          <Sparkles size={17} aria-hidden="true" />
          {text('trips.example')}
        </Button>
      </div>
      {error && <ErrorNotice error={error} />}
    </section>
  );
}

function Step({ picture, title, words }: { picture: ReactNode; title: string; words: string }) {
  return (
    <li className="flex flex-col items-center gap-1">
      <div className="mb-2 w-36">{picture}</div>
      <h3 className="font-semibold">{title}</h3>
      <p className="max-w-64 text-sm text-balance text-muted">{words}</p>
    </li>
  );
}
