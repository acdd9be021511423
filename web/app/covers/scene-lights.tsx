import type { Scene } from './scenes';
import { Area, discs, tone } from './shapes';

/** Where lanterns hang, on two strings. */
const lanterns = [
  [64, 66],
  [136, 82],
  [212, 84],
  [288, 74],
  [364, 64],
  [440, 62],
  [516, 66],
  [592, 66],
  [100, 116],
  [180, 128],
  [262, 126],
  [346, 114],
  [428, 108],
  [510, 110],
] as const;

/** Houses beside each other, each with a wide roof, as the outline of an area. */
function houses(eaves: number, width: number, middles: readonly number[]): string {
  const half = width / 2;
  return middles
    .map((x) => `M${x - half} ${eaves}l${half * 0.5} -22h${half}l${half * 0.5} 22v5h-9V200h${18 - width}V${eaves + 5}h-9z`)
    .join('');
}

/** Lanterns over the roofs of an old town. */
export const lights: Scene = {
  sky: [tone('#e9b9cf', '#170f30'), tone('#ffe6c6', '#5b2c58')],
  drawing: (
    <>
      <Area fill={tone('#d5aac0', '#3b2350')} d={houses(150, 92, [20, 118, 224, 322, 428, 530, 626])} />
      <Area fill={tone('#9a7394', '#251638')} d={houses(176, 104, [-20, 76, 180, 276, 376, 478, 576, 660])} />
      <Area
        fill={tone('#ffe9b0', '#ffcf7d')}
        d={[66, 82, 168, 184, 266, 282, 368, 384, 468, 484, 568, 584].map((x) => `M${x - 5} 180h11v13h-11z`).join('')}
      />
      <path
        d="M0 44Q160 92 320 60T640 48M0 92Q180 144 340 106T640 104"
        fill="none"
        stroke={tone('#7d5672', '#7a5a86')}
        strokeWidth="2"
      />
      <Area fill={tone('#fff0c4', '#ff9a5c')} opacity={0.4} d={discs(lanterns.map(([x, y]) => [x, y + 6, 19]))} />
      <Area fill={tone('#e4573d', '#ff7d55')} d={discs(lanterns.map(([x, y]) => [x, y + 6, 11]))} />
      <Area fill={tone('#ffcf8a', '#ffe0a3')} d={discs(lanterns.map(([x, y]) => [x, y + 6, 5]))} />
      <Area
        fill={tone('#6f4863', '#3a2348')}
        d={lanterns.map(([x, y]) => `M${x - 5} ${y - 7}h10v4h-10zM${x - 5} ${y + 15}h10v4h-10z`).join('')}
      />
    </>
  ),
};
