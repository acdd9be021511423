import type { Scene } from './scenes';
import { Area, conifers, Sun, tone } from './shapes';

/** A lone volcano with snow on its top. */
export const mountains: Scene = {
  sky: [tone('#bfdcf3', '#101f3a'), tone('#fdeae2', '#4a4464')],
  drawing: (
    <>
      <Sun x={236} y={72} r={22} fill={tone('#ffc99a', '#f2e4c0')} />
      <Area
        fill={tone('#c3d2e6', '#37426a')}
        d="M0 132L60 98 112 128 172 94 236 142H0zM410 142L472 100 532 128 590 92 640 116V142z"
      />
      <Area fill={tone('#7a91be', '#4d5c8a')} d="M168 152C244 130 284 92 306 46Q323 52 342 46C364 92 404 130 480 152V164H168z" />
      <Area
        fill={tone('#ffffff', '#e6ebf5')}
        d="M306 46Q323 52 342 46 353 69 370 90L354 82 343 98 328 81 315 99 301 83 280 92Q295 69 306 46z"
      />
      <Area
        fill={tone('#ffffff', '#5a648c')}
        opacity={0.75}
        d="M110 126q30-10 70 0h60q-20 9-60 8h-50q-40 2-20-8zM400 118q36-10 70 0h56q-24 9-60 8h-40q-46 2-26-8z"
      />
      <Area fill={tone('#8cbb95', '#2f5650')} d="M0 154Q100 122 220 150T430 148 640 138V200H0z" />
      <Area fill={tone('#5d9c78', '#23443d')} d="M0 176Q120 150 260 172T520 170 640 160V200H0z" />
      <Area
        fill={tone('#3f7b5c', '#183029')}
        d={conifers([
          [96, 172, 30],
          [116, 172, 22],
          [150, 172, 34],
          [420, 180, 30],
          [444, 180, 40],
          [466, 180, 26],
          [560, 174, 32],
        ])}
      />
    </>
  ),
};
