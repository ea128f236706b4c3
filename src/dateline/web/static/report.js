// Words and values of a report light up together: point at either, or reach it with the tab key.

function light(anchors, records) {
  const wanted = new Set(anchors);
  for (const element of document.querySelectorAll("[data-words]")) {
    const own = element.dataset.words.split(" ");
    element.classList.toggle("lit", own.some((one) => wanted.has(one)));
  }
  for (const record of document.querySelectorAll("[data-record]")) {
    record.classList.toggle("lit", records.includes(record.dataset.record));
  }
}

function point(event) {
  const target = event.target instanceof Element ? event.target : null;
  const words = target?.closest("[data-words]");
  if (words) {
    const record = words.closest("[data-record]");
    light(words.dataset.words.split(" "), record ? [record.dataset.record] : (words.dataset.records ?? "").split(" "));
    return;
  }
  const head = target?.closest("[data-record] > header");
  if (head) {
    const record = head.parentElement;
    light([...record.querySelectorAll("[data-words]")].flatMap((one) => one.dataset.words.split(" ")), [record.dataset.record]);
    return;
  }
  light([], []);
}

document.addEventListener("mouseover", point);
document.addEventListener("focusin", point);
