/** A colour of both themes. */
export function tone(light: string, dark: string): string {
  return `light-dark(${light}, ${dark})`;
}

interface ShapeProps {
  readonly fill: string;
  readonly d: string;
  readonly opacity?: number;
}

/** An area. */
export function Area(props: ShapeProps) {
  return <path {...props} />;
}

/** The sun, or by night the moon. */
export function Sun({ x, y, r, fill }: { x: number; y: number; r: number; fill: string }) {
  return <circle cx={x} cy={y} r={r} fill={fill} />;
}

/** A tree by where it stands and how tall it is. */
export type Tree = readonly [x: number, y: number, height: number];

/** Conifers, as the outline of an area. */
export function conifers(trees: readonly Tree[]): string {
  return trees.map(([x, y, height]) => `M${x} ${y - height}l${height * 0.27} ${height}h${height * -0.54}z`).join('');
}

/** Discs, as the outline of an area: leaves, lanterns, their light. */
export function discs(places: readonly (readonly [x: number, y: number, radius: number])[]): string {
  return places.map(([x, y, r]) => `M${x - r} ${y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0`).join('');
}
