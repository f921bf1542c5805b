/** For the log: name, code and place of an error, without its message: that may hold what somebody typed. */
export function describedError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { readonly code?: unknown };
  const at = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, ...(code === undefined ? {} : { code }), at: at.slice(0, 4) };
}
