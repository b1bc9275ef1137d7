/** Builds elements, and swaps a part of the page without losing the keyboard's place. */

export type Child = Node | string | null | undefined | false;

type Handlers = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export interface Properties {
  class?: string;
  /** Attributes as HTML spells them. True sets an empty one, false and undefined leave it out. */
  attributes?: Record<string, string | number | boolean | undefined>;
  on?: Handlers;
  /** CSS custom properties, set through CSSOM, which the content security policy allows. */
  variables?: Record<string, string>;
  /** Finds the same control again after the part was built anew. */
  key?: string;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (properties.class !== undefined) element.className = properties.class;
  if (properties.key !== undefined) element.dataset['key'] = properties.key;
  for (const [name, value] of Object.entries(properties.attributes ?? {})) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, value] of Object.entries(properties.variables ?? {}))
    element.style.setProperty(name, value);
  for (const [name, handler] of Object.entries(properties.on ?? {})) {
    element.addEventListener(name, handler as EventListener);
  }
  append(element, children);
  return element;
}

export function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

export function button(label: string, onClick: () => void, properties: Properties = {}): HTMLButtonElement {
  return h(
    'button',
    {
      ...properties,
      attributes: { type: 'button', ...properties.attributes },
      on: { ...properties.on, click: onClick },
    },
    label,
  );
}

/** Puts `children` in place of what `parent` holds; focus stays on the control of the same key. */
export function replace(parent: Element, ...children: Child[]): void {
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && parent.contains(focused) ? focused.dataset['key'] : undefined;
  const typed = focused instanceof HTMLInputElement ? focused.value : undefined;
  parent.replaceChildren();
  append(parent, children);
  if (key === undefined) return;
  const again = parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLInputElement && typed !== undefined) again.value = typed;
  again?.focus({ preventScroll: true });
}

let lastId = 0;
export const uniqueId = (stem: string): string => `${stem}-${++lastId}`;
