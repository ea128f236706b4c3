// A map with the basemap that comes with dateline (Natural Earth, by way of world-atlas), or online tiles where set.

import * as maplibre from "./vendor/maplibre-gl.mjs";
import feature from "./vendor/topojson-client/feature.js";
import mesh from "./vendor/topojson-client/mesh.js";

const FINE_FROM = 4.5;
const dark = matchMedia("(prefers-color-scheme: dark)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const EMPTY = { type: "FeatureCollection", features: [] };

/** Which paint bears which colour, so that light and dark are one table. */
const PAINT = [
  ["sea", "background-color", "sea"],
  ["land", "fill-color", "land"],
  ["borders", "line-color", "border"],
  ["disputed", "line-color", "warn"],
  ["countries", "text-color", "label"],
  ["countries", "text-halo-color", "land"],
  ["towns", "text-color", "label"],
  ["towns", "text-halo-color", "land"],
  ["disputed-names", "text-color", "warn"],
  ["disputed-names", "text-halo-color", "land"],
];

function style() {
  const halo = { "text-halo-width": 1.2 };
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: EMPTY },
      borders: { type: "geojson", data: EMPTY },
      places: { type: "geojson", data: EMPTY },
      disputed: { type: "geojson", data: EMPTY },
      claims: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "sea", type: "background", paint: {} },
      { id: "land", type: "fill", source: "land", paint: { "fill-antialias": true } },
      { id: "borders", type: "line", source: "borders", paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.5, 6, 1.2] } },
      { id: "disputed", type: "line", source: "disputed", minzoom: 3.2, paint: { "line-width": 1.2, "line-dasharray": [3, 3], "line-opacity": 0.75 } },
      {
        id: "countries", type: "symbol", source: "places", maxzoom: 7,
        filter: ["all", ["==", ["get", "kind"], "country"], [">=", ["get", "size"], ["step", ["zoom"], 420, 2, 240, 3, 100, 4.5, 0]]],
        layout: {
          "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 5, 14], "text-max-width": 7,
          "text-letter-spacing": 0.04, "text-padding": 6, "symbol-sort-key": ["-", 0, ["get", "size"]],
        },
        paint: { ...halo, "text-opacity": 0.85 },
      },
      {
        id: "towns", type: "symbol", source: "places", minzoom: 4,
        filter: ["all", ["==", ["get", "kind"], "town"], [">=", ["get", "size"], ["step", ["zoom"], 3000000, 5, 1000000, 6, 400000, 7, 150000, 8.5, 0]]],
        layout: {
          "text-field": ["get", "name"], "text-size": 11.5, "text-anchor": "center", "text-max-width": 8, "text-padding": 8,
          "symbol-sort-key": ["-", 0, ["get", "size"]],
        },
        paint: halo,
      },
      {
        id: "disputed-names", type: "symbol", source: "claims", minzoom: 4,
        layout: {
          "text-field": ["format", ["get", "name"], {}, "\ndisputed", { "font-scale": 0.85 }],
          "text-size": 11, "text-max-width": 9, "text-padding": 6,
        },
        paint: { ...halo, "text-halo-width": 1.8 },
      },
    ],
  };
}

function paint(map) {
  for (const [layer, property, name] of PAINT) {
    if (map.getLayer(layer)) map.setPaintProperty(layer, property, colour(name));
  }
}

const fetched = new Map();

function json(address) {
  if (!fetched.has(address)) {
    fetched.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.json();
    }));
  }
  return fetched.get(address);
}

/** A line without leaps: the atlas joins shapes across the date line, which a flat map would draw around the world. */
function unwrapped(line) {
  let turn = 0;
  return line.map(([lon, lat], at) => {
    if (at > 0) {
      const step = lon - line[at - 1][0];
      if (step > 180) turn -= 360;
      else if (step < -180) turn += 360;
    }
    return [lon + turn, lat];
  });
}

/** A ring without leaps; one that goes around a pole is closed along it. */
function unwrappedRing(ring) {
  const made = unwrapped(ring);
  const [first, last] = [made[0], made[made.length - 1]];
  if (Math.abs(first[0] - last[0]) < 180) return made;
  const pole = first[1] < 0 ? -90 : 90;
  return [...made, [last[0], pole], [first[0], pole], first];
}

function flat(shape) {
  if (shape.type === "FeatureCollection") return { ...shape, features: shape.features.map(flat) };
  if (shape.type === "Feature") return { ...shape, geometry: flat(shape.geometry) };
  if (shape.type === "GeometryCollection") return { ...shape, geometries: shape.geometries.map(flat) };
  if (shape.type === "MultiLineString") return { ...shape, coordinates: shape.coordinates.map(unwrapped) };
  if (shape.type === "Polygon") return { ...shape, coordinates: shape.coordinates.map(unwrappedRing) };
  return { ...shape, coordinates: shape.coordinates.map((rings) => rings.map(unwrappedRing)) };
}

async function coast(map, file) {
  const world = await json(new URL(`./vendor/${file}`, import.meta.url).href);
  if (!map.getSource("land")) return;
  map.getSource("land").setData(flat(feature(world, world.objects.land)));
  map.getSource("borders").setData({ type: "Feature", properties: {}, geometry: flat(mesh(world, world.objects.countries, (a, b) => a !== b)) });
}

/**
 * A map in an element; resolves once it can be drawn on.
 *
 * @param {HTMLElement} element where it is put; data-tiles may name the style of online tiles.
 * @param {object} options of MapLibre, beside those set here.
 */
export async function drawnMap(element, options) {
  const tiles = element.dataset.tiles;
  const map = new maplibre.Map({
    container: element,
    style: tiles || style(),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    renderWorldCopies: true,
    maxZoom: 13,
    ...options,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  // The basemap's own sources are named beside the map; those of online tiles are theirs to name.
  if (tiles) map.addControl(new maplibre.AttributionControl({ compact: true }));
  await new Promise((ready) => (map.isStyleLoaded() ? ready() : map.once("style.load", ready)));
  if (!tiles) {
    paint(map);
    dark.addEventListener("change", () => paint(map));
    const finer = () => {
      if (map.getZoom() < FINE_FROM) return;
      map.off("zoomend", finer);
      coast(map, "countries-10m.json");
    };
    map.on("zoomend", finer);
    // What is drawn on the map does not wait for the coast, nor the coarse coast for the fine one.
    coast(map, "countries-50m.json").then(finer);
    json("/basemap/places.json").then((places) => map.getSource("places")?.setData(places));
    json("/basemap/disputed.json").then((areas) => {
      map.getSource("disputed")?.setData(areas);
      map.getSource("claims")?.setData({ ...areas, features: areas.features.map(named) });
    });
  }
  return map;
}

/** Where the name of an area stands: once, in the middle of its first ring. */
function named(area) {
  const ring = area.geometry.coordinates[0][0].slice(1);
  const middle = [0, 1].map((at) => ring.reduce((sum, point) => sum + point[at], 0) / ring.length);
  return { ...area, geometry: { type: "Point", coordinates: middle } };
}

/** A circle of so many kilometres around a point, as a polygon: the area in which something was. */
export function disc(lon, lat, kilometres, steps = 48) {
  const ring = [];
  const across = kilometres / (111.32 * Math.max(0.05, Math.cos((lat * Math.PI) / 180)));
  for (let step = 0; step <= steps; step += 1) {
    const turn = (step / steps) * 2 * Math.PI;
    ring.push([lon + across * Math.cos(turn), Math.max(-89.9, Math.min(89.9, lat + (kilometres / 110.57) * Math.sin(turn)))]);
  }
  return { type: "Polygon", coordinates: [ring] };
}

export { colour, dark, maplibre };
