/** What the browser sent as `Cookie`, in its order. */
export function cookiesIn(header: string | undefined): [name: string, value: string][] {
  return (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
  });
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  return cookiesIn(header).find(([candidate]) => candidate === name)?.[1];
}
