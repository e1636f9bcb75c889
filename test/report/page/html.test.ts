import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { escapeText, html, jsonText, trusted } from "../../../src/report/page/html.ts";
import { dangerous } from "./dangerous.ts";

describe("html", () => {
  test("nothing in a text is markup", () => {
    fc.assert(fc.property(dangerous, (text) => !/[<>"'`\p{C}\u2028\u2029]/u.test(escapeText(text))));
  });

  test("a text comes back from its escapes", () => {
    expect(escapeText(`<b title='a' & "c">\u202e`)).toBe("&lt;b title=&#39;a&#39; &amp; &quot;c&quot;&gt;\\u{202e}");
  });

  test("values are escaped, HTML is not, and null is nothing", () => {
    const inner = html`<b>${"<x>"}</b>`;
    expect(html`<p a="${'"'}">${[inner, null, 3, "&"]}${trusted("<hr>")}</p>`.text).toBe(
      '<p a="&quot;"><b>&lt;x&gt;</b>3&amp;<hr></p>',
    );
  });
});

describe("JSON in HTML", () => {
  test("comes back as it was, and can end nothing", () => {
    fc.assert(
      fc.property(fc.array(dangerous), (texts) => {
        const { text } = jsonText(texts);
        expect(text).not.toMatch(/[<>&\u2028\u2029]/u);
        expect(JSON.parse(text)).toEqual(texts);
      }),
    );
  });
});
