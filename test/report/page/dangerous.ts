import fc from "fast-check";

/** Characters that mean something to HTML, JSON, scripts and styles, and whole words that do. */
export const dangerous = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "</script>",
        "<!--",
        "-->",
        "<script>alert(1)</script>",
        "]]>",
        '"',
        "'",
        "`",
        "&lt;",
        "&",
        "\u2028",
        "\u2029",
      ),
      fc.constantFrom(
        "\u0000",
        "\u202e",
        "\ud800",
        "</style>",
        "<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "url(#x)",
        "{n}",
      ),
    ),
  )
  .map((parts) => parts.join(""));
