const made = new Map<string, Intl.DateTimeFormat>();

/** A formatter for these options, made once: making one costs a hundred times what using it does. */
export function formatter(
  language: string,
  options: Readonly<Intl.DateTimeFormatOptions>,
): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat(language, options);
  made.set(key, format);
  return format;
}
