// Reads the fields that `views/partials/item.hbs` makes.

/** The slot that a control belongs to, by its name. */
export function slotOf(target: EventTarget | null): number | undefined {
  const name =
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.name : '';
  const found = /^r(\d+)/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

export function revisionOf(page: HTMLFormElement, slot: number): number {
  return Number(revisionField(page, slot).value);
}

export function setRevision(page: HTMLFormElement, slot: number, revision: number): void {
  revisionField(page, slot).value = String(revision);
}

function revisionField(page: HTMLFormElement, slot: number): HTMLInputElement {
  return page.elements.namedItem(`r${slot}.revision`) as HTMLInputElement;
}

export function flagIn(page: HTMLFormElement, slot: number): boolean {
  return new FormData(page).get(`r${slot}.flag`) === 'on';
}

/** The response as the server's `responseSchema` wants it. */
export function responseIn(page: HTMLFormElement, slot: number): object {
  const data = new FormData(page);
  const name = `r${slot}`;
  switch (textOf(data, `${name}.kind`)) {
    case 'places':
      return { places: numbered(data, `${name}.place.`) };
    case 'pairs':
      return { pairs: numbered(data, `${name}.pair.`) };
    case 'typed': {
      const typed = textOf(data, `${name}.typed`);
      const unit = textOf(data, `${name}.unit`);
      const meaning = textOf(data, `${name}.meaning`);
      const asked = textOf(data, `${name}.asked`);
      return {
        typed,
        ...(unit === '' ? {} : { unit }),
        ...(meaning !== '' && asked === typed ? { meaning } : {}),
      };
    }
    default:
      return {
        chosen: data
          .getAll(name)
          .map(Number)
          .sort((a, b) => a - b),
      };
  }
}

function numbered(data: FormData, prefix: string): (number | null)[] {
  const found: (number | null)[] = [];
  for (let index = 0; data.has(`${prefix}${index}`); index += 1) {
    const value = textOf(data, `${prefix}${index}`);
    found.push(value === '' ? null : Number(value));
  }
  return found;
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}
