import type { Scene } from './scenes';
import { Area, discs, Sun, tone } from './shapes';

/** Towers of a large city. */
export const city: Scene = {
  sky: [tone('#cadcf5', '#131931'), tone('#ffe6d0', '#553a58')],
  drawing: (
    <>
      <Sun x={424} y={76} r={26} fill={tone('#ffbf94', '#f4dfb6')} />
      <Area
        fill={tone('#bccae3', '#3d4269')}
        d="M0 200V114h34V96h30v30h28V84h36v40h30V98h24V86h26v44h34V72h30v50h34V104h28V88h40v30h30V94h36V80h28v36h30V102h32v22h30V90h40V200z"
      />
      <Area
        fill={tone('#8d9fc6', '#292e52')}
        d="M0 200V142h40V118h44v36h36V94h40v46h30V112h48v48h40V124h20v30h70V118h36v30h34V92h42v58h38V124h44v34h32V110h46V200z"
      />
      <Area
        fill={tone('#fff4d2', '#ffd98a')}
        d="M128 104h7v8h-7zM144 104h7v8h-7zM128 120h7v8h-7zM144 136h7v8h-7zM200 122h7v8h-7zM216 122h7v8h-7zM216 138h7v8h-7zM410 104h7v8h-7zM426 104h7v8h-7zM410 120h7v8h-7zM426 136h7v8h-7zM372 128h7v8h-7zM486 134h7v8h-7zM502 134h7v8h-7zM58 128h7v8h-7zM574 122h7v8h-7zM590 138h7v8h-7z"
      />
      <Area fill={tone('#e2614a', '#e5765f')} d="M318 26h4l3 44 9 46 26 68h-17l-23-46-23 46h-17l26-68 9-46z" />
      <Area fill={tone('#ffffff', '#f5e3dc')} d="M309 92h22l2 9h-26zM299 128h42l3 9h-48z" />
      <Area
        fill={tone('#7fb294', '#1d3b3c')}
        d={`M0 182H640V200H0z${discs([
          [30, 184, 16],
          [58, 186, 13],
          [150, 185, 15],
          [178, 187, 12],
          [262, 186, 13],
          [392, 185, 15],
          [420, 187, 12],
          [520, 184, 16],
          [548, 187, 12],
          [618, 185, 15],
        ])}`}
      />
    </>
  ),
};
