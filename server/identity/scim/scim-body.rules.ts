/**
 * Identity providers write SCIM each in their own way. Here what Entra ID sends beside the standard is turned into what RFC 7644 says, before
 * the library reads it: booleans as text, members to remove in the value, attributes with dots in their names, one e-mail of a kind as a path.
 */
export function plainScim(body: unknown): unknown {
  if (!isObject(body)) return body;
  const operations = body['Operations'];
  if (!Array.isArray(operations)) return withBooleans(body);
  return { ...body, Operations: operations.flatMap(plainOperation) };
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plainOperation(operation: unknown): readonly unknown[] {
  if (!isObject(operation)) return [operation];
  const { op, path, value } = operation;
  const action = typeof op === 'string' ? op.toLowerCase() : op;
  if (action === 'remove' && path === 'members' && Array.isArray(value))
    return value.map((member) => ({ op: 'remove', path: `members[value eq "${idOf(member)}"]` }));
  if (typeof path === 'string') return [plainPath({ op: action, path, value })];
  if (isObject(value))
    return Object.entries(value).map(([name, one]) =>
      plainPath({ op: action, path: name, value: one }),
    );
  return [{ ...operation, op: action }];
}

function idOf(member: unknown): string {
  const id = isObject(member) ? member['value'] : member;
  // It becomes part of a path.
  return typeof id === 'string' ? id.replace(/[^\w-]/g, '') : '';
}

interface Operation {
  readonly op: unknown;
  readonly path: string;
  readonly value: unknown;
}

const EMAIL_OF_A_KIND = /^emails\[type eq "?(\w+)"?\]\.value$/i;

function plainPath({ op, path, value }: Operation): object {
  const kind = EMAIL_OF_A_KIND.exec(path)?.[1];
  if (kind !== undefined && op !== 'remove')
    return { op: 'replace', path: 'emails', value: [{ type: kind, value, primary: true }] };
  const plain = path === 'active' ? toBoolean(value) : value;
  return { op, path, ...(plain === undefined ? {} : { value: plain }) };
}

function withBooleans(body: Fields): Fields {
  return 'active' in body ? { ...body, active: toBoolean(body['active']) } : body;
}

function toBoolean(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : value;
}
