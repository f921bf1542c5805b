import { FileRefused } from './foreign-question.js';
import { reason } from '../reasons.js';

const BYTE_ORDER_MARKS: readonly { readonly bytes: readonly number[]; readonly label: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], label: 'utf-8' },
  { bytes: [0xff, 0xfe, 0, 0], label: 'utf-32' },
  { bytes: [0xff, 0xfe], label: 'utf-16le' },
  { bytes: [0xfe, 0xff], label: 'utf-16be' },
  { bytes: [0, 0, 0xfe, 0xff], label: 'utf-32' },
  // No mark, but "<?" as UTF-16 would write it.
  { bytes: [0x3c, 0, 0x3f, 0], label: 'utf-16le' },
  { bytes: [0, 0x3c, 0, 0x3f], label: 'utf-16be' },
];

/** Whether it begins as a ZIP archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The text of a file: by its byte order mark, by its XML declaration, as UTF-8, and at last as Windows-1252 (which
 * contains Latin-1), because that is what old exports are. Throws `FileRefused` for what is no text.
 */
export function decodeText(bytes: Uint8Array): string {
  const label = markOf(bytes) ?? declaredEncoding(bytes);
  if (label !== undefined) return checked(decode(bytes, label));
  try {
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    return checked(new TextDecoder('windows-1252').decode(bytes));
  }
}

function markOf(bytes: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte))
    ?.label;
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  // In a file that can be read byte by byte, a claim of UTF-16 is wrong.
  return label === undefined || /^utf-?(8|16|32)/i.test(label) ? undefined : label.toLowerCase();
}

function decode(bytes: Uint8Array, label: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw new FileRefused(reason('encodingUnknown', { label }));
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FileRefused(reason('encodingWrong', { label }));
  }
}

function checked(text: string): string {
  if (text.includes('\0')) throw new FileRefused(reason('noText'));
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
