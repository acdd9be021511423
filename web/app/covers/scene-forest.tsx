import type { Scene } from './scenes';
import { Area, conifers, Sun, type Tree, tone } from './shapes';

/** Every tree of a row, from the left to the right. */
function row(y: number, gap: number, heights: readonly number[]): Tree[] {
  return heights.map((height, index) => [index * gap, y, height]);
}

/** A tent in a clearing. */
export const forest: Scene = {
  sky: [tone('#cfeadb', '#0f241e'), tone('#fbf6dc', '#33564a')],
  drawing: (
    <>
      <Sun x={258} y={66} r={24} fill={tone('#ffe9a6', '#ece4b4')} />
      <Area
        fill={tone('#b7d9bd', '#2f5a4b')}
        d={`M0 150H640V200H0z${conifers(row(152, 40, [70, 88, 62, 94, 76, 58, 82, 66, 50, 78, 92, 64, 86, 70, 96, 74, 84]))}`}
      />
      <Area
        fill={tone('#86bb95', '#24493c')}
        d={`M0 164H640V200H0z${conifers(row(166, 46, [92, 66, 98, 78, 56, 40, 30, 26, 34, 58, 80, 96, 70, 90, 76]))}`}
      />
      <Area fill={tone('#ffffff', '#3d6556')} opacity={0.35} d="M0 146q160-14 320 0t320-4v16q-160 12-320 2T0 164z" />
      <Area fill={tone('#d7dfa8', '#2c5040')} d="M0 176Q160 158 320 166T640 170V200H0z" />
      <Area
        fill={tone('#4a8f6c', '#17372b')}
        d={conifers([
          [30, 190, 96],
          [78, 194, 78],
          [128, 188, 104],
          [176, 194, 70],
          [218, 190, 52],
          [446, 190, 60],
          [488, 194, 92],
          [536, 190, 110],
          [584, 194, 80],
          [628, 190, 98],
        ])}
      />
      <Area fill={tone('#ee8f52', '#d07a48')} d="M300 184L340 128 380 184z" />
      <Area fill={tone('#b95f2e', '#8a4a2c')} d="M340 128L358 184H322z" />
      <Area fill={tone('#fff1c9', '#ffdf94')} d="M340 146L349 184H331z" />
      <Area fill={tone('#8fbb7a', '#1e4233')} d="M0 188Q160 178 320 184T640 184V200H0z" />
    </>
  ),
};
