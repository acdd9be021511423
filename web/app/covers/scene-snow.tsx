import type { Scene } from './scenes';
import { Area, conifers, Sun, tone } from './shapes';

/** A cabin in the snow. */
export const snow: Scene = {
  sky: [tone('#bcd7f0', '#0e1b33'), tone('#f4f3fa', '#3d5374')],
  drawing: (
    <>
      <Sun x={432} y={62} r={20} fill={tone('#fff3d6', '#f5eed2')} />
      <Area fill={tone('#adc6e2', '#3a5278')} d="M30 160L178 66 258 122 352 54 500 160zM470 160L560 84 640 136V160z" />
      <Area
        fill={tone('#ffffff', '#dfe8f5')}
        d="M178 66L214 91 196 94 184 108 168 92 148 98 139 91zM352 54L393 83 374 88 358 106 342 88 322 92 311 84z"
      />
      <Area fill={tone('#e3ecf7', '#667ea3')} d="M0 154Q140 120 300 148T640 138V200H0z" />
      <Area
        fill={tone('#5b8f86', '#1f4049')}
        d={conifers([
          [176, 166, 56],
          [204, 170, 44],
          [232, 168, 62],
          [408, 168, 60],
          [438, 172, 44],
          [466, 168, 54],
          [86, 172, 48],
          [560, 168, 52],
          [588, 172, 40],
        ])}
      />
      <Area fill={tone('#8d5c45', '#4b302b')} d="M286 136H356V176H286zM336 104h11v22h-11z" />
      <Area fill={tone('#ffffff', '#cbd8ea')} d="M272 140L321 98 370 140 362 146 321 112 280 146zM334 100h15v6h-15z" />
      <Area fill={tone('#ffd27a', '#ffd98a')} d="M298 146h14v14h-14zM328 146h14v14h-14z" />
      <Area fill={tone('#ffffff', '#8da3c2')} d="M0 182Q180 156 340 176T640 168V200H0z" />
      <path
        d="M60 40h.1M120 92h.1M152 30h.1M214 48h.1M262 82h.1M296 28h.1M398 112h.1M448 104h.1M486 36h.1M520 70h.1M574 44h.1M612 96h.1M32 112h.1"
        fill="none"
        stroke={tone('#ffffff', '#dbe6f5')}
        strokeWidth="5"
        strokeLinecap="round"
      />
    </>
  ),
};
