import type { Scene } from './scenes';
import { Area, Sun, tone } from './shapes';

/** A balloon over dunes. */
export const desert: Scene = {
  sky: [tone('#ffd8b0', '#281837'), tone('#fff5dd', '#7d4748')],
  drawing: (
    <>
      <Sun x={420} y={92} r={34} fill={tone('#ff9c68', '#f3b878')} />
      <Area fill={tone('#f6cb98', '#84514a')} d="M0 140Q120 98 240 134T480 122Q570 92 640 116V200H0z" />
      <Area fill={tone('#eab074', '#66403c')} d="M0 166Q140 122 280 160T520 156 640 146V200H0z" />
      <Area
        fill={tone('#d99459', '#56342f')}
        opacity={0.8}
        d="M132 141Q200 138 280 160 340 176 400 171 330 182 260 172 190 160 132 141z"
      />
      <Area fill={tone('#d08c55', '#46292b')} d="M0 190Q180 152 360 184T640 172V200H0z" />
      <Area
        fill={tone('#d9573f', '#d0604c')}
        d="M270 30c-27 0-42 20-42 40 0 24 24 36 33 52h18c9-16 33-28 33-52 0-20-15-40-42-40z"
      />
      <Area
        fill={tone('#fff0d8', '#f3dcc0')}
        d="M270 30c-13 0-19 20-19 40 0 24 9 36 13 52h12c4-16 13-28 13-52 0-20-6-40-19-40z"
      />
      <Area fill={tone('#2f7f86', '#3b8a90')} d="M270 30c-5 0-8 20-8 40 0 24 3 36 5 52h6c2-16 5-28 5-52 0-20-3-40-8-40z" />
      <Area fill={tone('#7a4a2e', '#4a2c22')} d="M262 130h16l-2 13h-12z" />
      <path d="M262 122l2 9M278 122l-2 9" stroke={tone('#7a4a2e', '#4a2c22')} strokeWidth="1.5" fill="none" />
      <path
        d="M476 178V136M476 162h-14v-14M476 156h13v-13"
        fill="none"
        stroke={tone('#5b946a', '#47775a')}
        strokeWidth="8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </>
  ),
};
