import type { Scene } from './scenes';
import { Area, discs, Sun, tone } from './shapes';

/** A pagoda in autumn. */
export const temple: Scene = {
  sky: [tone('#fbdcc8', '#24152f'), tone('#fff4e3', '#6b3c52')],
  drawing: (
    <>
      <Sun x={352} y={92} r={48} fill={tone('#f6a184', '#cf6a55')} />
      <Area fill={tone('#f0cbb1', '#553650')} d="M0 138Q90 98 200 132T420 128 640 112V200H0z" />
      <Area fill={tone('#d9a383', '#40283f')} d="M0 164Q110 134 240 160T470 156 640 146V200H0z" />
      <Area fill={tone('#c8533f', '#a8483a')} d="M296 78h48v20h-48zM290 110h60v22h-60zM284 146h72v36h-72z" />
      <Area fill={tone('#fff1d6', '#ffd98a')} d="M313 158h14v24h-14zM296 158h9v12h-9zM335 158h9v12h-9zM315 118h10v9h-10z" />
      <Area
        fill={tone('#57464f', '#1f1627')}
        d="M318 22h4v30h-4zM274 80q32-4 46-30 14 26 46 30l-6 7h-80zM264 114q34-4 44-18h24q10 14 44 18l-7 8h-98zM254 150q38-4 48-20h36q10 16 48 20l-8 9H262zM276 180h88v6h-88z"
      />
      <Area fill={tone('#b77f55', '#2b1b28')} d="M0 186Q160 176 320 186T640 180V200H0z" />
      <Area
        fill={tone('#dd6536', '#b5532f')}
        d={discs([
          [176, 160, 28],
          [212, 172, 20],
          [142, 176, 20],
          [470, 158, 30],
          [436, 174, 19],
          [508, 172, 22],
          [70, 172, 24],
          [590, 168, 26],
        ])}
      />
      <Area
        fill={tone('#f2a24b', '#d98640')}
        d={discs([
          [164, 152, 14],
          [206, 166, 10],
          [480, 148, 15],
          [500, 168, 10],
          [62, 166, 11],
          [600, 160, 12],
        ])}
      />
    </>
  ),
};
