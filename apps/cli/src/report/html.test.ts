import fc from "fast-check";
import { expect, test } from "vitest";
import { escaped, html } from "./html.ts";

test("tags are the program's, everything else is text", () => {
  const name = `<script>alert("1 & 2")</script>`;
  expect(html`<p title="${name}">${[html`<b>${name}</b>`, undefined, 3]}</p>`.html).toMatchInlineSnapshot(`"<p title="&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;"><b>&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;</b>3</p>"`);
  expect(escaped("a\u202eb\u0007")).toBe("a\ufffdb\ufffd");
});

test("no text opens a tag or ends an attribute", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void expect(html`${text}`.html).not.toMatch(/[<>"']/)));
});
