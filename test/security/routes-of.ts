import type { Express } from 'express';

interface Layer {
  readonly name: string;
  /** Mounted at the root of its router. */
  readonly slash: boolean;
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly route?: {
    readonly path: string | readonly string[];
    readonly methods: Readonly<Record<string, boolean>>;
  };
  match(path: string): boolean;
}

/**
 * Every route of the application as `GET /courses/:courseId`, from the router's own stack; folders of files as `GET /assets/*`.
 * A router does not tell where it is mounted, so mount points other than the root have to be named: one that is not throws.
 */
export function routesOf(app: Express, mounts: Readonly<Record<string, string>>): string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  return stack.flatMap((layer) => routesIn(layer, '', mounts));
}

function routesIn(
  layer: Layer,
  prefix: string,
  mounts: Readonly<Record<string, string>>,
): string[] {
  if (layer.route) {
    const { path, methods } = layer.route;
    return Object.keys(methods).flatMap((method) =>
      [path].flat().map((one) => `${method.toUpperCase()} ${prefix}${one}`),
    );
  }
  if (layer.name === 'serveStatic') return [`GET ${prefix}/*`];
  const inner = layer.handle.stack;
  if (!inner) return [];
  const at = layer.slash ? '' : mountOf(layer, mounts);
  return inner.flatMap((one) => routesIn(one, `${prefix}${at}`, mounts));
}

function mountOf(layer: Layer, mounts: Readonly<Record<string, string>>): string {
  const found = Object.entries(mounts).find(([, example]) => layer.match(example));
  if (!found) throw new Error('There is a router at a place that this test does not know');
  return found[0];
}
