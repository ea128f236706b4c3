// The small map of one event: the area in which it was, never a pin.

import { colour, dark, disc, drawnMap, maplibre } from "./map.js";

for (const element of document.querySelectorAll("[data-map]")) {
  const { lat, lon, radius } = Object.fromEntries(["lat", "lon", "radius"].map((name) => [name, Number(element.dataset[name])]));
  const area = disc(lon, lat, radius);
  const around = new maplibre.LngLatBounds();
  for (const point of disc(lon, lat, Math.max(radius * 2.2, 60)).coordinates[0]) around.extend(point);
  drawnMap(element, { bounds: around, interactive: false, renderWorldCopies: false }).then((map) => {
    map.addSource("area", { type: "geojson", data: { type: "Feature", properties: {}, geometry: area } });
    map.addLayer({ id: "area", type: "fill", source: "area", paint: { "fill-color": colour("event"), "fill-opacity": 0.28 } });
    map.addLayer({ id: "edge", type: "line", source: "area", paint: { "line-color": colour("event-line"), "line-width": 1.5 } });
    dark.addEventListener("change", () => {
      map.setPaintProperty("area", "fill-color", colour("event"));
      map.setPaintProperty("edge", "line-color", colour("event-line"));
    });
    map.once("idle", () => (element.dataset.drawn = "yes"));
  });
}
