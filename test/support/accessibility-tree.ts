import type { Page } from 'playwright-core';

/** A thing on the page as Chromium tells it to screen readers, in the order they meet it. */
export interface Heard {
  readonly role: string;
  readonly name: string;
  /** `polite` or `off`; empty where nothing is announced by itself. */
  readonly live: string;
  readonly level: number | undefined;
  readonly value: string;
}

interface AxValue {
  readonly value?: unknown;
}
interface AxNode {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: AxValue;
  readonly name?: AxValue;
  readonly value?: AxValue;
  readonly childIds?: readonly string[];
  readonly properties?: readonly { readonly name: string; readonly value: AxValue }[];
}

/** Chromium's own accessibility tree, flattened; what it hides from screen readers is left out. */
export async function accessibilityTree(page: Page): Promise<readonly Heard[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as unknown as {
    readonly nodes: readonly AxNode[];
  };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const inOrder = (node: AxNode): AxNode[] => [
    node,
    ...(node.childIds ?? []).flatMap((id) => {
      const child = byId.get(id);
      return child ? inOrder(child) : [];
    }),
  ];
  const [root] = nodes;
  return (root ? inOrder(root) : []).filter(({ ignored }) => !ignored).map(heard);
}

function heard({ role, name, value, properties = [] }: AxNode): Heard {
  const property = (wanted: string): unknown =>
    properties.find((one) => one.name === wanted)?.value.value;
  const level = property('level');
  return {
    role: wordOf(role?.value),
    name: wordOf(name?.value),
    live: wordOf(property('live')),
    level: typeof level === 'number' ? level : undefined,
    value: wordOf(value?.value),
  };
}

function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
