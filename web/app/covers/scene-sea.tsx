import type { Scene } from './scenes';
import { Area, Sun, tone } from './shapes';

/** A sailing boat before islands. */
export const sea: Scene = {
  sky: [tone('#b4dfec', '#0e2838'), tone('#fff0da', '#46546a')],
  drawing: (
    <>
      <Sun x={410} y={88} r={26} fill={tone('#ffd296', '#f3e6c4')} />
      <Area fill={tone('#9fcbc8', '#33586a')} d="M0 124Q64 92 130 112T250 124z" />
      <Area fill={tone('#74b0a6', '#294e5d')} d="M430 124Q500 66 562 104Q604 88 640 108V124z" />
      <Area fill={tone('#52abb1', '#1b5060')} d="M0 122H640V200H0z" />
      <Area fill={tone('#ffe5bb', '#c9d4cf')} opacity={0.7} d="M386 130h48v3h-48zM396 138h30v3h-30zM402 146h20v3h-20z" />
      <Area fill={tone('#ffffff', '#e6edf0')} d="M276 56V134H228Q262 104 276 56z" />
      <Area fill={tone('#f2a58a', '#d98f78')} d="M282 70V134H318Q296 108 282 70z" />
      <Area fill={tone('#9c4433', '#7d382d')} d="M220 139H326Q316 158 300 158H244Q228 158 220 139z" />
      <Area fill={tone('#35929b', '#154453')} d="M0 158q40-9 80 0t80 0 80 0 80 0 80 0 80 0 80 0 80 0V200H0z" />
      <Area fill={tone('#227a85', '#103744')} d="M0 180q40-9 80 0t80 0 80 0 80 0 80 0 80 0 80 0 80 0V200H0z" />
      <path
        d="M146 62q8-9 15 0q8-9 15 0M196 44q6-7 12 0q6-7 12 0M498 52q7-8 13 0q7-8 13 0"
        fill="none"
        stroke={tone('#4f7680', '#9fb4bd')}
        strokeWidth="2.5"
        strokeLinecap="round"
      />
    </>
  ),
};
