/** Whether a point (`x y`) lies in an area of an image, edges included. */
export function isInside(point: string, shape: string, coords: string): boolean {
  const [x = Number.NaN, y = Number.NaN] = point.split(/[\s,]+/).map(Number);
  if (Number.isNaN(x) || Number.isNaN(y)) return false;
  const numbers = coords
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  switch (shape) {
    case 'default':
      return true;
    case 'circle':
      return (x - a) ** 2 + (y - b) ** 2 <= c ** 2;
    case 'rect':
      return (
        x >= Math.min(a, c) && x <= Math.max(a, c) && y >= Math.min(b, d) && y <= Math.max(b, d)
      );
    case 'ellipse':
      return c > 0 && d > 0 && ((x - a) / c) ** 2 + ((y - b) / d) ** 2 <= 1;
    case 'poly':
      return isInsidePolygon(x, y, numbers);
    default:
      return false;
  }
}

function isInsidePolygon(x: number, y: number, numbers: readonly number[]): boolean {
  const corners = Array.from({ length: Math.floor(numbers.length / 2) }, (_, index) => ({
    x: numbers[2 * index] ?? 0,
    y: numbers[2 * index + 1] ?? 0,
  }));
  let inside = false;
  corners.forEach((corner, index) => {
    const previous = corners.at(index - 1) ?? corner;
    const crosses = corner.y > y !== previous.y > y;
    const at = ((previous.x - corner.x) * (y - corner.y)) / (previous.y - corner.y) + corner.x;
    if (crosses && x < at) inside = !inside;
  });
  return inside;
}
