import { html, type Html } from "./html.ts";
import { style } from "./style.ts";

/** A part of a report under a heading of its own. */
export interface Section {
  /** The anchor. */
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** A whole report. */
export interface Page {
  readonly title: string;
  /** Below the title. */
  readonly lead: Html;
  readonly sections: readonly Section[];
}

/** A page that asks for nothing from elsewhere: no scripts, no addresses, pictures and figures in it. */
export const pageHtml = ({ title, lead, sections }: Page): string => `${
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="generator" content="Convscope">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
${lead}
</header>
<nav aria-label="Contents"><ul>${sections.map(({ id, title: of }) => html`<li><a href="#${id}">${of}</a></li>`)}</ul></nav>
${sections.map(({ id, title: of, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${of}</h2>
${body}
</section>
`)}</main>
</body>
</html>
`.html
}`;

/** A figure that is drawn once for wide pages and once for narrow ones: text that is shrunk with its figure cannot be read on a telephone. */
export const responsive = (draw: (width: number) => string): Html =>
  html`<div class="wide"><figure>${{ html: draw(wideWidth) }}</figure></div><div class="narrow"><figure>${{ html: draw(narrowWidth) }}</figure></div>`;

const wideWidth = 760;
export const narrowWidth = 340;

/** 0.9 → 90.00 %, which is not broken between number and sign. */
export const percent = (share: number): string => `${(100 * share).toFixed(2)}\u00a0%`;

/** What opens where it is asked for. */
export const folded = (summary: string, body: Html): Html => html`<details><summary>${summary}</summary>${body}</details>`;

/** Names and what they are. */
export const facts = (rows: readonly (readonly [name: string, value: Html | string] | undefined)[]): Html => html`<dl>${rows.map((row) => row && html`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>`)}</dl>`;

export interface Cell<Row> {
  readonly title: string;
  readonly of: (row: Row) => Html | string;
  readonly number?: boolean;
}

/** A table that scrolls by itself where the page is too narrow for it. */
export const tableHtml = <Row>(caption: string, rows: readonly Row[], cells: readonly Cell<Row>[]): Html => html`<div class="scroll" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${cells.map(({ title, number = false }) => html`<th scope="col"${number ? html` class="number"` : undefined}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells.map(({ of, number = false }) => html`<td${number ? html` class="number"` : undefined}>${of(row)}</td>`)}</tr>
`)}</tbody></table></div>`;
