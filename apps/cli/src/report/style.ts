import { themeProperties } from "@convscope/viz";

/** How a report looks: light or dark as the reader's setting says, from a telephone's width on, and on paper. The colours are those of the figures. */
export const style: string = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1f2328;--muted:#59636e;--line:#d5dae0;--box:#f4f6f8;--right:#0b61b8;--wrong:#b53d07}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--muted:#9198a1;--line:#30363d;--box:#161b22;--right:#6cb6ff;--wrong:#ff9a6b}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 Arial,Helvetica,"Liberation Sans",sans-serif}
main{max-width:840px;margin:0 auto;padding:24px 20px 64px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .4em;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:2.2em 0 .6em;padding-top:.5em;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.6em 0 .4em;overflow-wrap:anywhere}
p{margin:.6em 0;max-width:44em}
a{color:var(--right)}
small,.muted{color:var(--muted);font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2em 1.2em;list-style:none;margin:1em 0;padding:0}
figure{margin:.8em 0}
figure svg{display:block;max-width:100%;height:auto}
figcaption{font-size:.875rem;line-height:1.35;overflow-wrap:anywhere}
.narrow{display:none}
.scroll{overflow-x:auto;max-width:100%}
.scroll svg{max-width:none}
.result{font-size:2.4rem;font-weight:700;line-height:1.1;margin:.2em 0}
.note{background:var(--box);border-left:4px solid var(--wrong);padding:.7em 1em;margin:1em 0}
.note ul{margin:.3em 0;padding-left:1.2em}
dl{margin:.8em 0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17em),1fr));gap:.15em 2em}
dl div{display:flex;justify-content:space-between;gap:1em;border-bottom:1px solid var(--line);padding:.25em 0}
dt{color:var(--muted);flex:none}
dd{margin:0;text-align:right;overflow-wrap:anywhere;min-width:0}
details{margin:.8em 0}
summary{cursor:pointer;color:var(--right)}
pre{background:var(--box);padding:.7em 1em;overflow-x:auto;font-size:.875rem;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere}
code{font-family:"DejaVu Sans Mono","Liberation Mono",Menlo,Consolas,monospace}
table{border-collapse:collapse;font-size:.875rem}
caption{text-align:left;color:var(--muted);padding:.3em 0}
th,td{text-align:left;padding:.2em .9em .2em 0;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--muted);font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(112px,1fr));gap:1em .9em;list-style:none;margin:.8em 0;padding:0}
.pictures figure{margin:0}
.pictures img{display:block;width:96px;height:96px;object-fit:contain;image-rendering:pixelated;border:1px solid var(--line);background:var(--box)}
.pictures figcaption{margin-top:.3em}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:1em}
.cards figure{margin:0}
.drawn{background:#fff;padding:8px}
.drawn img{display:block;max-width:100%;height:auto}
.right{color:var(--right)}
.wrong{color:var(--wrong)}
.pair{scroll-margin-top:1em}
.pair:target{outline:2px solid var(--right);outline-offset:6px}
@media(max-width:640px){.wide{display:none}.narrow{display:block}main{padding:16px 12px 48px}h1{font-size:1.4rem}}
@media print{
:root{color-scheme:light;--ground:#fff;--ink:#000;--muted:#444;--line:#bbb;--box:#f4f6f8;--right:#0b61b8;--wrong:#b53d07}
:root .convscope{${themeProperties("light")}}
.wide{display:block}.narrow{display:none}
nav,summary::marker{display:none}
body{font-size:11pt}main{max-width:none;padding:0}
section>h2,h3{break-after:avoid}figure,.note,dl div,tr{break-inside:avoid}
.scroll{overflow:visible}.scroll svg{max-width:100%;height:auto}
}
`.trim();
