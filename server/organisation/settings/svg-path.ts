/** How many numbers each command takes (SVG 2, 9.3). */
const NUMBERS: Readonly<Record<string, number>> = {
  ...{ m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 },
};
const NUMBER = /[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y;
const FLAG = /[\s,]*([01])/y;
const COMMAND = /\s*([a-zA-Z])/y;
const LARGEST = 1e6;

/** Path data with each number apart, as every renderer reads it; undefined for what one of them would stumble over. */
export function plainPath(data: string): string | undefined {
  const parts: string[] = [];
  const text = data.trimEnd();
  for (let at = 0; at < text.length;) {
    const command = taken(COMMAND, text, at);
    const numbers = command && NUMBERS[command.value.toLowerCase()];
    if (!command || numbers === undefined || (at === 0 && !/m/i.test(command.value)))
      return undefined;
    parts.push(command.value);
    at = command.end;
    for (let group = 0; numbers > 0; group += 1) {
      const read = readGroup(text, at, numbers);
      if (!read) {
        if (group === 0) return undefined;
        break;
      }
      parts.push(...read.values);
      at = read.end;
    }
  }
  return parts.join(' ');
}

function readGroup(text: string, from: number, numbers: number) {
  const values: string[] = [];
  let end = from;
  for (let n = 0; n < numbers; n += 1) {
    const isFlag = numbers === 7 && (n === 3 || n === 4);
    const found = taken(isFlag ? FLAG : NUMBER, text, end);
    if (!found || !(Math.abs(Number(found.value)) <= LARGEST)) return undefined;
    values.push(String(Number(found.value)));
    end = found.end;
  }
  return { values, end };
}

function taken(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const [, value] = pattern.exec(text) ?? [];
  return value === undefined ? undefined : { value, end: pattern.lastIndex };
}
