/** Slack's published rules for blocks, as far as our messages use them. What is not known to be right is wrong here. */

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with the blocks; empty when nothing is. */
export function blockFaults(blocks: unknown): readonly string[] {
  if (!Array.isArray(blocks)) return ["blocks must be an array"];
  const faults: string[] = [];
  if (blocks.length > 50) faults.push("no more than 50 items allowed [json-pointer:/blocks]");
  blocks.forEach((block: unknown, index) => {
    for (const fault of oneBlock(block)) faults.push(`${fault} [json-pointer:/blocks/${index}]`);
  });
  return faults;
}

/** The length of all texts together: above some 13,000 Slack says `msg_blocks_too_long`. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textLength(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === "text" && typeof each === "string" ? each.length : textLength(each)),
    0,
  );
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function unknownFields(value: Fields, allowed: readonly string[]): readonly string[] {
  return Object.keys(value)
    .filter((key) => !allowed.includes(key))
    .map((key) => `invalid additional property: ${key}`);
}

function oneBlock(value: unknown): readonly string[] {
  const block = fieldsOf(value);
  if (block === null) return ["a block must be an object"];
  const known = (...keys: readonly string[]) => unknownFields(block, ["type", "block_id", ...keys]);
  switch (block["type"]) {
    case "divider":
      return known();
    case "header":
      return [...known("text"), ...plainText(block["text"], 150)];
    case "section":
      return [...known("text"), ...plainText(block["text"], 3_000)];
    case "context":
      return [...known("elements"), ...contextFaults(block["elements"])];
    case "rich_text":
      return [...known("elements"), ...each(block["elements"], richPart)];
    default:
      return [`unsupported type: ${String(block["type"])}`];
  }
}

function contextFaults(elements: unknown): readonly string[] {
  if (Array.isArray(elements) && elements.length > 10) return ["no more than 10 items allowed"];
  return each(elements, (element) => plainText(element, 2_000));
}

function each(elements: unknown, faults: (element: unknown) => readonly string[]): readonly string[] {
  if (!Array.isArray(elements) || elements.length === 0) return ["must have at least one element"];
  return elements.flatMap((element: unknown) => faults(element));
}

/** Names of the cluster stand in here: `mrkdwn` would interpret them, and `emoji: true` their codes. */
function plainText(value: unknown, most: number): readonly string[] {
  const text = fieldsOf(value);
  if (text === null) return ["missing text"];
  if (text["type"] !== "plain_text") return [`text must be plain_text, not ${String(text["type"])}`];
  return [
    ...unknownFields(text, ["type", "text", "emoji"]),
    ...(text["emoji"] === false ? [] : ["emoji must be false"]),
    ...length(text["text"], most),
  ];
}

function length(text: unknown, most: number): readonly string[] {
  if (typeof text !== "string" || text.length === 0) return ["must be more than 0 characters"];
  return text.length > most ? [`must be less than ${most + 1} characters`] : [];
}

function richPart(value: unknown): readonly string[] {
  const part = fieldsOf(value);
  if (part === null) return ["a part of rich text must be an object"];
  switch (part["type"]) {
    case "rich_text_section":
    case "rich_text_quote":
      return [...unknownFields(part, ["type", "elements"]), ...each(part["elements"], inline)];
    case "rich_text_preformatted":
      return [...unknownFields(part, ["type", "elements", "border"]), ...each(part["elements"], codeText)];
    case "rich_text_list":
      return [
        ...unknownFields(part, ["type", "style", "elements", "indent", "offset", "border"]),
        ...(part["style"] === "bullet" || part["style"] === "ordered" ? [] : ["invalid list style"]),
        ...each(part["elements"], (element) =>
          fieldsOf(element)?.["type"] === "rich_text_section" ? richPart(element) : ["a list holds sections"],
        ),
      ];
    default:
      return [`unsupported rich text: ${String(part["type"])}`];
  }
}

function codeText(value: unknown): readonly string[] {
  const type = fieldsOf(value)?.["type"];
  return type === "text" || type === "link" ? inline(value) : ["preformatted text holds text and links only"];
}

const INLINE: ReadonlyMap<string, readonly string[]> = new Map([
  ["text", ["type", "text", "style"]],
  ["link", ["type", "url", "text", "unsafe", "style"]],
  ["emoji", ["type", "name", "unicode"]],
  ["user", ["type", "user_id", "style"]],
  ["usergroup", ["type", "usergroup_id", "style"]],
  ["broadcast", ["type", "range"]],
  ["date", ["type", "timestamp", "format", "url", "fallback"]],
]);

function inline(value: unknown): readonly string[] {
  const element = fieldsOf(value);
  if (element === null) return ["an element must be an object"];
  const type = String(element["type"]);
  const allowed = INLINE.get(type);
  if (allowed === undefined) return [`unsupported element: ${type}`];
  return [...unknownFields(element, allowed), ...inlineFaults(type, element), ...styleFaults(element["style"])];
}

function inlineFaults(type: string, element: Fields): readonly string[] {
  const must = (holds: boolean, fault: string) => (holds ? [] : [fault]);
  const text = (key: string) => (typeof element[key] === "string" ? String(element[key]) : "");
  const matches = (key: string, pattern: RegExp) => must(pattern.test(text(key)), `invalid ${key}`);
  switch (type) {
    case "text":
      return length(element["text"], 20_000);
    case "link":
      return [...matches("url", /^https?:\/\/\S{1,2990}$/u), ...length(element["text"], 20_000)];
    case "emoji":
      return matches("name", /^[a-z0-9_+-]+$/u);
    case "user":
      return matches("user_id", /^[UW][A-Z0-9]+$/u);
    case "usergroup":
      return matches("usergroup_id", /^S[A-Z0-9]+$/u);
    case "broadcast":
      return matches("range", /^(?:here|channel|everyone)$/u);
    case "date":
      return [
        ...must(Number.isInteger(element["timestamp"]), "invalid timestamp"),
        ...matches("format", /\{\w+\}/u),
        ...must(text("fallback") !== "", "missing fallback"),
      ];
    default:
      return [];
  }
}

function styleFaults(style: unknown): readonly string[] {
  if (style === undefined) return [];
  const fields = fieldsOf(style);
  if (fields === null) return ["invalid style"];
  return [
    ...unknownFields(fields, ["bold", "italic", "strike", "code"]),
    ...(Object.values(fields).every((value) => value === true) ? [] : ["invalid style"]),
  ];
}
