/** An element of an XML text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of itself, without that of its children. */
  readonly text: string;
}

/** Reads XML as figures are written in. Throws where it is not well formed. */
export function readXml(xml: string): XmlElement {
  interface Open {
    name: string;
    attributes: Record<string, string>;
    children: XmlElement[];
    text: string;
  }
  const top: Open = { name: "", attributes: {}, children: [], text: "" };
  const stack = [top];
  const tag = /<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;
  let at = 0;
  while (at < xml.length) {
    const next = xml.indexOf("<", at);
    const text = xml.slice(at, next < 0 ? xml.length : next);
    stack.at(-1)!.text += plain(text);
    if (next < 0) break;
    tag.lastIndex = next;
    const found = tag.exec(xml);
    if (found === null) throw new Error(`no element: ${xml.slice(next, next + 60)}`);
    at = tag.lastIndex;
    const [, closing, name, attributes, empty] = found;
    if (closing === "/") {
      const closed = stack.pop()!;
      if (closed.name !== name) throw new Error(`</${name!}> closes <${closed.name}>`);
      stack.at(-1)!.children.push(closed);
      continue;
    }
    const pairs = [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(
      ([, key, value]) => [key!, plain(value!)] as const,
    );
    if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`twice: ${attributes!}`);
    const element = { name: name!, attributes: Object.fromEntries(pairs), children: [], text: "" };
    if (empty === "/") stack.at(-1)!.children.push(element);
    else stack.push(element);
  }
  if (stack.length !== 1 || top.children.length !== 1) throw new Error("one whole element expected");
  return top.children[0]!;
}

/** All elements in it, itself first. */
export function allElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(allElements)];
}

function plain(text: string): string {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text))
    throw new Error("a forbidden character");
  if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`an unknown entity: ${text}`);
  const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replace(/&(\w+);/g, (_, name: string) => signs[name]!);
}
