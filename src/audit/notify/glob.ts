/** Does `text` match `pattern`, in which `*` stands for any text? Everything else stands for itself. */
export function globMatches(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = "", ...others] = parts;
  if (others.length === 0) return pattern === text;
  const last = others.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
