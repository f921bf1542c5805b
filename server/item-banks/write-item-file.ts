import { Document, isScalar, visit } from 'yaml';
import type { Bank } from './read-bank.js';

/** Every file says it, until a pharmacist has approved the bank. */
export const APPROVAL = "sample content, to be approved by the municipality's pharmacist";

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

/** A bank's own file, as far as the database knows it. */
export function bankFileText(bank: Bank): string {
  const { id, titles, topics, ...more } = bank;
  const given = { licence: 'unknown', approval: APPROVAL, languages: Object.keys(titles) };
  return new Document({ id, titles, ...given, ...more, topics }).toString({ lineWidth: 0 });
}
