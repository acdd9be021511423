import { type ReactNode, useId } from 'react';
import { personColors } from '../../react';
import { ScenePicture } from '../covers/cover';

/** The small pictures of the first steps, in the colours of the page. */

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 144 96" className="block w-full overflow-visible">
      {children}
    </svg>
  );
}

const paper = { fill: 'var(--color-surface)', stroke: 'var(--color-line-strong)', strokeWidth: 1.5 };
const line = 'var(--color-line)';
const accent = 'var(--color-accent)';

/** A card with a picture, whose title is being typed. */
export function NamePicture() {
  const clip = useId();
  return (
    <Picture>
      <clipPath id={clip}>
        <rect x="24" y="8" width="96" height="80" rx="8" />
      </clipPath>
      <rect x="24" y="8" width="96" height="80" rx="8" {...paper} />
      <g clipPath={`url(#${clip})`}>
        <foreignObject x="24" y="8" width="96" height="44">
          <ScenePicture scene="mountains" />
        </foreignObject>
      </g>
      <rect x="24" y="8" width="96" height="80" rx="8" {...paper} fill="none" />
      <rect x="34" y="60" width="46" height="8" rx="4" fill="var(--color-ink)" />
      <rect x="84" y="57" width="2" height="14" fill={accent} />
      <rect x="34" y="75" width="60" height="5" rx="2.5" fill={line} />
    </Picture>
  );
}

/** Three people around a link. */
export function InvitePicture() {
  const [red, , , green, , blue] = personColors;
  return (
    <Picture>
      <path d="M40 66Q72 20 104 66" fill="none" stroke="var(--color-line-strong)" strokeWidth="1.5" strokeDasharray="4 5" />
      <Person x={40} y={62} color={green} />
      <Person x={104} y={62} color={blue} />
      <Person x={72} y={30} color={red} />
      <rect x="44" y="76" width="56" height="16" rx="8" fill="var(--color-accent-soft)" stroke={accent} strokeWidth="1.5" />
      <path d="M58 84h8m12 0h8" stroke={accent} strokeWidth="3" strokeLinecap="round" />
      <path d="M66 84h12" stroke={accent} strokeWidth="3" strokeLinecap="round" strokeDasharray="0.1 6" />
    </Picture>
  );
}

function Person({ x, y, color }: { x: number; y: number; color: string }) {
  return (
    <g fill="var(--color-on-person)">
      <circle cx={x} cy={y} r="17" fill={color} stroke="var(--color-surface)" strokeWidth="3" />
      <circle cx={x} cy={y - 4} r="5" />
      <path d={`M${x - 9} ${y + 10}q9-14 18 0z`} />
    </g>
  );
}

/** Two days, and a card on its way from one to the other. */
export function PlanPicture() {
  return (
    <Picture>
      <rect x="14" y="8" width="54" height="80" rx="8" fill="var(--color-sunken)" />
      <rect x="76" y="8" width="54" height="80" rx="8" fill="var(--color-sunken)" />
      <rect x="22" y="16" width="24" height="5" rx="2.5" fill="var(--color-line-strong)" />
      <rect x="84" y="16" width="24" height="5" rx="2.5" fill="var(--color-line-strong)" />
      {[
        [20, 28],
        [20, 72 - 18],
        [82, 28],
      ].map(([x = 0, y = 0]) => (
        <g key={`${x} ${y}`}>
          <rect x={x} y={y} width="42" height="20" rx="5" {...paper} />
          <rect x={x + 7} y={y + 8} width="22" height="4" rx="2" fill={line} />
        </g>
      ))}
      <rect x="82" y="54" width="42" height="20" rx="5" fill="none" stroke={accent} strokeWidth="1.5" strokeDasharray="4 4" />
      <g transform="rotate(-7 84 62)">
        <rect x="62" y="50" width="42" height="20" rx="5" fill="var(--color-accent-soft)" stroke={accent} strokeWidth="1.5" />
        <rect x="69" y="58" width="22" height="4" rx="2" fill={accent} />
      </g>
      <path
        d="M96 66l3 15 4-5 7 0z"
        fill="var(--color-ink)"
        stroke="var(--color-surface)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </Picture>
  );
}
