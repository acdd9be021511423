import { useState } from 'react';

export interface NotificationImageProps {
  /** The address that the sender of the notification gave. */
  readonly image: string;
  readonly className?: string;
}

/**
 * The picture of a notification. It has its space from the start and keeps it, so nothing below it jumps; a picture that
 * does not come leaves the space empty. Only over https, and whoever has the picture is not told which page shows it.
 */
export function NotificationImage({ image, className = '' }: NotificationImageProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!URL.canParse(image) || new URL(image).protocol !== 'https:') return null;
  return (
    <div className={`tt-note-image ${className}`}>
      {failed !== image && (
        <img src={image} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setFailed(image)} />
      )}
    </div>
  );
}
