// The overview at work: filters change the address, the address asks for results, bins and counts by time.

import uPlot from "./vendor/uPlot.esm.js";
import { colour, dark, disc, drawnMap, maplibre } from "./map.js";

const form = document.getElementById("filters");
const element = document.getElementById("map");
const EMPTY = { type: "FeatureCollection", features: [] };
const WORLD = { center: [25, 22], zoom: 1.4 };
const SMALLEST_PIXELS = 5;

let map = null;
let chart = null;
let asked = 0;

/* The address */

function parameters() {
  return document.getElementById("results").dataset.parameters;
}

function wanted() {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "").map(([name, value]) => [name, String(value)]);
  // Checkboxes hold the values that the page offers; what else the address asks for stays.
  const offered = new Set([...form.elements].map((one) => one.name));
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (!offered.has(name) && name !== "after") pairs.push([name, value]);
  }
  return pairs;
}

function addressOf(pairs) {
  const search = new URLSearchParams(pairs).toString();
  return search ? `/?${search}` : "/";
}

async function apply() {
  if (!form.checkValidity()) {
    form.reportValidity();
    return;
  }
  const address = addressOf(wanted());
  history.pushState(null, "", address);
  const number = (asked += 1);
  await globalThis.htmx.ajax("GET", address, { target: "#results", swap: "outerHTML" });
  if (number === asked) shown();
}

function shown() {
  const results = document.getElementById("results");
  const counts = JSON.parse(results.dataset.counts);
  for (const cell of form.querySelectorAll("[data-count]")) {
    const [group, value] = split(cell.dataset.count);
    cell.textContent = (counts[group]?.[value] ?? 0).toLocaleString("en");
  }
  drawBins();
  drawTime();
}

function split(text) {
  const at = text.indexOf(":");
  return [text.slice(0, at), text.slice(at + 1)];
}

function set(name, value) {
  form.elements[name].value = value;
}

/* The map */

let waiting = null;

function seen() {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((degree) => degree.toFixed(5)).join(",");
}

function binsIn(view, zoom) {
  waiting?.abort();
  waiting = new AbortController();
  const address = `/overview/bins.json?${parameters()}&view=${view}&zoom=${zoom.toFixed(2)}`;
  return fetch(address, { signal: waiting.signal }).then(
    (answer) => (answer.ok ? answer.json() : null),
    (error) => {
      if (error.name === "AbortError") return null;
      throw error;
    },
  );
}

/** The box that a map will show, told before there is a map: what is counted need not wait for it. */
function viewOf({ center: [lon, lat], zoom }) {
  const size = 512 * 2 ** zoom;
  const wide = ((element.clientWidth / size) * 360) / 2;
  const middle = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const high = ((element.clientHeight / size) * 2 * Math.PI) / 2;
  const back = (y) => (Math.atan(Math.sinh(y)) * 180) / Math.PI;
  return [lon - wide, back(middle - high), lon + wide, back(middle + high)].map((degree) => degree.toFixed(5)).join(",");
}

async function drawBins(coming) {
  if (!map) return;
  const zoom = map.getZoom();
  const bins = await (coming ?? binsIn(seen(), zoom));
  if (!bins) return;
  const areas = [];
  const clusters = [];
  for (const bin of bins) {
    const single = bin.events === 1 || bin.same_place;
    const wide = single ? kilometres(bin) / kilometresOfPixel(bin.lat, zoom) : 0;
    const properties = { ...bin, small: wide < SMALLEST_PIXELS, box: bin.box.join(","), vague: bin.vague === bin.events, count: short(bin.events) };
    const point = { type: "Point", coordinates: [bin.lon, bin.lat] };
    if (single) {
      areas.push({ type: "Feature", properties, geometry: disc(bin.lon, bin.lat, kilometres(bin)) });
    }
    clusters.push({ type: "Feature", properties, geometry: point });
  }
  map.getSource("areas").setData({ type: "FeatureCollection", features: areas });
  map.getSource("clusters").setData({ type: "FeatureCollection", features: clusters });
  map.once("idle", () => (element.dataset.drawn = String((Number(element.dataset.drawn) || 0) + 1)));
}

function kilometres(bin) {
  return Math.max(1, bin.radius_km ?? 1);
}

function kilometresOfPixel(lat, zoom) {
  return (40_075 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

function short(number) {
  if (number < 1_000) return String(number);
  if (number < 10_000) return `${(number / 1_000).toFixed(1).replace(/\.0$/, "")}k`;
  return number < 1_000_000 ? `${Math.round(number / 1_000)}k` : `${(number / 1_000_000).toFixed(1)}M`;
}

const several = ["all", [">", ["get", "events"], 1], ["!", ["get", "same_place"]]];
const small = ["all", ["any", ["==", ["get", "events"], 1], ["get", "same_place"]], ["get", "small"]];

function layers() {
  map.addSource("areas", { type: "geojson", data: EMPTY });
  map.addSource("clusters", { type: "geojson", data: EMPTY });
  map.addSource("asked-box", { type: "geojson", data: EMPTY });
  map.addSource("pointed", { type: "geojson", data: EMPTY });
  const below = map.getLayer("countries") ? "countries" : undefined;
  map.addLayer({ id: "area", type: "fill", source: "areas", filter: ["!", ["get", "vague"]], paint: { "fill-opacity": 0.24 } }, below);
  map.addLayer({ id: "area-edge", type: "line", source: "areas", filter: ["!", ["get", "vague"]], paint: { "line-width": 1.2, "line-opacity": 0.8 } }, below);
  // Nearly invisible, so that the land shows through, but it can be pressed.
  map.addLayer({ id: "vague", type: "fill", source: "areas", filter: ["get", "vague"], paint: { "fill-opacity": 0.04 } }, below);
  map.addLayer({ id: "vague-edge", type: "line", source: "areas", filter: ["get", "vague"], paint: { "line-width": 1.1, "line-dasharray": [3, 2.5], "line-opacity": 0.55 } }, below);
  map.addLayer({ id: "asked-box", type: "line", source: "asked-box", paint: { "line-width": 2 } });
  map.addLayer({
    // So small an area could not be seen or pressed: it is drawn as large as a fingertip sees, with a soft edge.
    id: "spot", type: "circle", source: "clusters", filter: small,
    paint: { "circle-radius": SMALLEST_PIXELS, "circle-opacity": 0.55, "circle-blur": 0.25, "circle-stroke-width": 1, "circle-stroke-opacity": 0.6 },
  });
  map.addLayer({
    id: "cluster", type: "circle", source: "clusters", filter: several,
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["log10", ["get", "events"]], 0.3, 10, 2, 17, 4, 25, 6, 32],
      "circle-opacity": 0.86, "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.9,
    },
  });
  map.addLayer({
    id: "cluster-count", type: "symbol", source: "clusters", filter: several,
    layout: { "text-field": ["get", "count"], "text-size": 11.5, "text-allow-overlap": true, "text-padding": 14 },
  });
  map.addLayer({
    id: "spot-count", type: "symbol", source: "clusters", filter: ["all", ["get", "same_place"], [">", ["get", "events"], 1]],
    layout: { "text-field": ["get", "count"], "text-size": 11, "text-offset": [0, -1.1], "text-allow-overlap": false },
    paint: { "text-halo-width": 1.4 },
  });
  map.addLayer({ id: "pointed", type: "line", source: "pointed", paint: { "line-width": 2.5 } });
  painted();
  dark.addEventListener("change", painted);
}

function painted() {
  const event = colour("event");
  const edge = colour("event-line");
  const paper = colour("card");
  for (const [layer, property, value] of [
    ["area", "fill-color", event], ["vague", "fill-color", event], ["area-edge", "line-color", edge], ["vague-edge", "line-color", edge],
    ["spot", "circle-color", event], ["spot", "circle-stroke-color", edge], ["cluster", "circle-color", event],
    ["cluster", "circle-stroke-color", paper], ["cluster-count", "text-color", paper],
    ["spot-count", "text-color", edge], ["spot-count", "text-halo-color", paper],
    ["asked-box", "line-color", colour("accent")], ["pointed", "line-color", colour("accent")],
  ]) map.setPaintProperty(layer, property, value);
}

function showBox() {
  const box = form.elements.box.value.split(",").map(Number);
  const features = box.length === 4 ? [{ type: "Feature", properties: {}, geometry: ring(box) }] : [];
  map?.getSource("asked-box").setData({ type: "FeatureCollection", features });
}

function ring([west, south, east, north]) {
  const last = west > east ? east + 360 : east;
  return { type: "LineString", coordinates: [[west, south], [last, south], [last, north], [west, north], [west, south]] };
}

async function press(event) {
  const found = map.queryRenderedFeatures(event.point, { layers: ["cluster", "spot", "area", "vague"] })[0];
  if (!found) {
    const claim = map.getLayer("disputed-names") && map.queryRenderedFeatures(event.point, { layers: ["disputed-names"] })[0];
    if (claim) new maplibre.Popup({ maxWidth: "18rem" }).setLngLat(event.lngLat).setText(claim.properties.words).addTo(map);
    return;
  }
  const bin = found.properties;
  const box = bin.box.split(",").map(Number);
  if (bin.events > 1 && !bin.same_place) {
    map.fitBounds([[box[0], box[1]], [box[2], box[3]]], { padding: 40, maxZoom: map.getZoom() + 3 });
    return;
  }
  const answer = await fetch(`/overview/here?${parameters()}&here=${near(bin)}`);
  if (!answer.ok) return;
  const holder = document.createElement("div");
  holder.innerHTML = await answer.text();
  new maplibre.Popup({ maxWidth: "20rem", focusAfterOpen: true }).setLngLat([bin.lon, bin.lat]).setDOMContent(holder).addTo(map);
}

function near(bin) {
  const little = 1e-4;
  return [bin.lon - little, bin.lat - little, bin.lon + little, bin.lat + little].join(",");
}

function look() {
  const { lng, lat } = map.getCenter();
  const url = new URL(location.href);
  url.searchParams.set("look", `${lng.toFixed(3)},${lat.toFixed(3)},${map.getZoom().toFixed(2)}`);
  history.replaceState(null, "", url);
}

function firstLook() {
  const parts = (element.dataset.look ?? "").split(",").map(Number);
  if (parts.length === 3 && parts.every(Number.isFinite)) return { center: [parts[0], parts[1]], zoom: parts[2] };
  return WORLD;
}

async function startMap() {
  const first = firstLook();
  const coming = binsIn(viewOf(first), first.zoom);
  map = await drawnMap(element, { ...first, minZoom: 0.6, boxZoom: true });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  layers();
  showBox();
  drawBins(coming);
  map.on("moveend", () => {
    look();
    drawBins();
  });
  map.on("click", press);
  for (const layer of ["cluster", "spot", "area", "vague"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

/* A box, drawn or taken from what is seen */

function boxed([west, south, east, north]) {
  const turn = (degree) => ((((degree + 180) % 360) + 360) % 360) - 180;
  const wide = east - west >= 360;
  const box = wide ? [-180, south, 180, north] : [turn(west), south, turn(east), north];
  set("box", box.map((degree) => degree.toFixed(3)).join(","));
  showBox();
  apply();
}

function drawing() {
  const button = document.querySelector("[data-draw]");
  let from = null;
  let drawn = null;
  const on = (yes) => {
    button.setAttribute("aria-pressed", String(yes));
    element.classList.toggle("drawing", yes);
    map?.dragPan[yes ? "disable" : "enable"]();
    if (!yes) drawn?.remove();
  };
  button.addEventListener("click", () => on(button.getAttribute("aria-pressed") !== "true"));
  document.addEventListener("keydown", (event) => event.key === "Escape" && on(false));
  element.addEventListener("pointerdown", (event) => {
    if (button.getAttribute("aria-pressed") !== "true" || event.target.closest(".maplibregl-ctrl")) return;
    event.preventDefault();
    from = [event.offsetX, event.offsetY];
    drawn = document.createElement("div");
    drawn.className = "drawn-box";
    element.append(drawn);
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!from) return;
    const edge = element.getBoundingClientRect();
    const to = [event.clientX - edge.left, event.clientY - edge.top];
    Object.assign(drawn.style, {
      left: `${Math.min(from[0], to[0])}px`, top: `${Math.min(from[1], to[1])}px`,
      width: `${Math.abs(from[0] - to[0])}px`, height: `${Math.abs(from[1] - to[1])}px`,
    });
  });
  element.addEventListener("pointerup", (event) => {
    if (!from) return;
    const edge = element.getBoundingClientRect();
    const [x, y] = [event.clientX - edge.left, event.clientY - edge.top];
    const [a, b] = [map.unproject(from), map.unproject([x, y])];
    const far = Math.abs(from[0] - x) > 4 && Math.abs(from[1] - y) > 4;
    from = null;
    on(false);
    if (far) boxed([Math.min(a.lng, b.lng), Math.min(a.lat, b.lat), Math.max(a.lng, b.lng), Math.max(a.lat, b.lat)]);
  });
}

/* The timeline */

async function drawTime() {
  const answer = await fetch(`/overview/timeline.json?${parameters()}`);
  if (!answer.ok) return;
  const counts = await answer.json();
  const holder = document.getElementById("time");
  const said = document.getElementById("time-said");
  chart?.destroy();
  chart = null;
  holder.replaceChildren();
  if (!counts.length) {
    said.textContent = "no event has a day";
    return;
  }
  const step = counts[0].step;
  const most = counts.reduce((a, b) => (b.events > a.events ? b : a));
  const called = (count) => count.day.slice(0, { year: 4, month: 7 }[step] ?? 10);
  said.textContent = `by ${step}, ${called(counts[0])} to ${called(counts.at(-1))}; most: ${most.events.toLocaleString("en")} (${step === "week" ? "week of " : ""}${called(most)})`;
  const days = counts.map((count) => Date.parse(`${count.day}T00:00Z`) / 1000);
  const quiet = colour("quiet");
  const axis = { stroke: quiet, grid: { stroke: colour("rule"), width: 1 }, ticks: { show: false }, font: "11px system-ui, sans-serif" };
  const bars = uPlot.paths.bars({ size: [0.86, 40], align: 1 });
  chart = new uPlot(
    {
      width: holder.clientWidth,
      height: holder.clientHeight,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      legend: { show: false },
      padding: [6, 8, 0, 0],
      scales: { x: { time: true, range: () => [days[0], days.at(-1) + length(step)] }, y: { range: (_, __, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [
        { ...axis, size: 22, grid: { show: false } },
        { ...axis, size: 40, space: 30, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? short(tick) : "")) },
      ],
      series: [{}, { paths: bars, points: { show: false }, fill: colour("event"), stroke: colour("event"), width: 0 }],
      cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false }, y: false },
      hooks: {
        setSelect: [
          (plot) => {
            if (plot.select.width < 3) return;
            const from = plot.posToVal(plot.select.left, "x");
            const to = plot.posToVal(plot.select.left + plot.select.width, "x");
            set("since", day(from));
            set("until", day(to));
            apply();
          },
        ],
        setCursor: [
          (plot) => {
            const at = plot.cursor.left >= 0 ? plot.posToIdx(plot.cursor.left) : null;
            const count = at === null ? null : counts[at];
            if (count) said.textContent = `${called(count)}: ${count.events.toLocaleString("en")} ${count.events === 1 ? "event" : "events"}, ${count.deaths.toLocaleString("en")} killed`;
          },
        ],
      },
    },
    [days, counts.map((count) => count.events)],
    holder,
  );
  holder.dataset.drawn = step;
}

function length(step) {
  return { day: 1, week: 7, month: 30.5, year: 365 }[step] * 86_400;
}

function day(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/* The list: what is pointed at shows on the map, and the keys go through it */

function pointed(line) {
  const { lat, lon, radius } = line?.dataset ?? {};
  const features = lat === undefined ? [] : [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: disc(Number(lon), Number(lat), Number(radius)).coordinates[0] } }];
  map?.getSource("pointed")?.setData({ type: "FeatureCollection", features });
}

function move(by) {
  const links = [...document.querySelectorAll(".line-link")];
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

function start() {
  let soon = null;
  form.addEventListener("change", () => {
    clearTimeout(soon);
    soon = setTimeout(apply, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    apply();
  });
  // An empty search is one, too, when its little cross is pressed.
  form.addEventListener("search", () => apply());
  document.querySelector(".filters-toggle").addEventListener("click", (event) => {
    const open = form.classList.toggle("opened");
    event.currentTarget.setAttribute("aria-expanded", String(open));
  });
  document.querySelector("[data-use-view]").addEventListener("click", () => map && boxed(seen().split(",").map(Number)));
  document.querySelector("[data-world]").addEventListener("click", () => map?.easeTo(WORLD));
  addEventListener("popstate", () => location.reload());
  for (const type of ["mouseover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const line = event.target instanceof Element ? event.target.closest(".line") : null;
      if (line) pointed(line);
    });
  }
  document.addEventListener("dateline:move", (event) => move(event.detail));
  addEventListener("resize", () => {
    const holder = document.getElementById("time");
    chart?.setSize({ width: holder.clientWidth, height: holder.clientHeight });
  });
  dark.addEventListener("change", drawTime);
  drawing();
  drawTime();
  startMap();
}

start();
