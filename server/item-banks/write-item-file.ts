import { Document, isScalar, visit } from 'yaml';

/** An item as its YAML file: the members in the order given, short lists and maps on one line. */
export function itemFileText(content: Readonly<Record<string, unknown>>): string {
  const document = new Document(content);
  visit(document, {
    Seq(_key, node) {
      if (node.items.every((item) => isScalar(item) && String(item.value).length < 12))
        node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
