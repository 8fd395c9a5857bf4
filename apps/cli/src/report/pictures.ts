import { heatmapOverlay, pngDataUri } from "@convscope/viz";
import { figureHtml, html, type Html } from "./html.ts";
import type { Example, Looked } from "./looked.ts";
import { narrowWidth } from "./page.ts";

/** Test pictures, each with its true class, the class said and its probability. */
export const picturesHtml = (examples: readonly Example[], classes: readonly string[]): Html =>
  html`<ul class="pictures">${examples.map(({ index, truth, predicted, probability, right, picture: { shape: [height, width, channels], data } }) => {
    const [is, said] = [classes[truth] ?? "", classes[predicted] ?? ""];
    return html`<li><figure><img src="${pngDataUri({ height, width, channels, data })}" width="${width}" height="${height}" alt="Test picture ${index}: ${is}, taken for ${said}"><figcaption><b>${is}</b> (${percentShort(right)})<br><span class="wrong">✗ ${said}</span> (${percentShort(probability)})<br><small>test ${index}</small></figcaption></figure></li>
`;
  })}</ul>`;

/** 0.9984 → 99.8 %, and no probability is none or all that is not. */
const percentShort = (share: number): string => (share < 0.001 ? "<0.1\u00a0%" : share > 0.999 ? ">99.9\u00a0%" : `${(100 * share).toFixed(1)}\u00a0%`);

/** Heat maps over pictures, a figure for each picture. */
export const explainedHtml = ({ way, layer, of }: Looked["explained"], classes: readonly string[]): Html => html`<p>${
  way === "Grad-CAM"
    ? html`Grad-CAM: the maps of <code>${layer}</code>, each weighed by how much the score of a class rises with it: what is vermilion speaks for the class.`
    : "Saliency: how much the score of a class changes with each pixel; the fuller the colour, the more. The network has no maps, of which Grad-CAM would be made."
} Of a wrong answer first what spoke for the class that was said, then what spoke for the true one, in the same scale. ${way === "Grad-CAM" ? " An empty map: by this measure, which averages the weights over all places, none speaks for the class." : ""}</p>
<div class="cards">${of.map(({ example: { truth, predicted, probability, picture }, maps }) => {
  const [is, said] = [classes[truth] ?? "", classes[predicted] ?? ""];
  const title = truth === predicted ? `${is}, named rightly (${percentShort(probability)})` : `${is}, taken for ${said} (${percentShort(probability)})`;
  return html`<figure>${figureHtml(heatmapOverlay(maps.map((one) => ({ name: `for ${classes[one.for] ?? ""}${one.map.data.some((value) => value !== 0) ? "" : ": nothing"}`, image: picture.data, shape: picture.shape, map: one.map })), { title, theme: "auto", width: narrowWidth, side: 96, range: "shared" }))}</figure>
`;
})}</div>`;
