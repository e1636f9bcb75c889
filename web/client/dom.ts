import { safeText } from "../../src/report/text.ts";

export type Child = Node | string | null | readonly Child[];

/** An element with text, never with markup: what comes from the cluster stays text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  append(element, children);
  return element;
}

function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null) continue;
    if (typeof child === "string") element.append(safeText(child));
    else if (child instanceof Node) element.append(child);
    else append(element, child);
  }
}

/** The element that the page surely has. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${id}`);
  return element;
}

/** All elements that match, as the kind that they are. */
export function all(selector: string): readonly Element[] {
  return [...document.querySelectorAll(selector)];
}
