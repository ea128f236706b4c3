// One key, one deed. Every element with data-key="name" is clicked by its key and bears it as <kbd>.
//
// Keys do nothing in fields, with Ctrl, Alt or Meta held, while an answer is awaited, or when held down: nothing is
// decided about an event that nobody has seen. Which key does what can be changed and is kept in this browser.

const KEPT = "dateline.keys";

/** Name, key as it comes, and what it does, in the order of the table. */
const DEEDS = [
  ["accept", "a", "Accept the event"],
  ["reject", "r", "Reject it"],
  ["flag", "f", "Flag it for somebody else"],
  ["skip", "s", "Skip it; it stays in the queue"],
  ["edit", "e", "Set a field"],
  ["place", "p", "Choose another place"],
  ["merge", "m", "Merge the two events"],
  ["split", "x", "Split it: take mentions out"],
  ["apart", "n", "Not the same: keep them apart"],
  ["claim", "i", "Same incident, another claim"],
  ["compare", "c", "Compare"],
  ["undo", "u", "Undo your newest decision"],
  ["open", "o", "Open the event"],
  ["next", "j", "Next in the list"],
  ["previous", "k", "Previous in the list"],
  ["search", "/", "Search"],
  ["help", "?", "Show the keys"],
];
const NEVER = new Set([
  "Backspace", "Delete", "Tab", "Enter", "Escape", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
  "Shift", "Control", "Alt", "Meta", "CapsLock", "Dead", "Unidentified", "Process",
]);

let keys = load();
let changing = null;

function load() {
  const came = Object.fromEntries(DEEDS.map(([name, key]) => [name, key]));
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    for (const name of Object.keys(came)) {
      if (typeof kept[name] === "string" && kept[name].length <= 12) came[name] = kept[name];
    }
  } catch {
    // A browser that keeps nothing has the keys as they come.
  }
  return came;
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(keys));
  } catch {
    // They hold until the page is left.
  }
}

/** Write the keys on the buttons; again after a part of the page was replaced. */
export function labelKeys(root = document) {
  for (const element of root.querySelectorAll("[data-key]")) {
    const key = keys[element.dataset.key];
    element.setAttribute("aria-keyshortcuts", key);
    if (element instanceof HTMLInputElement) continue;
    let shown = element.querySelector(":scope > kbd");
    if (!shown) {
      shown = document.createElement("kbd");
      element.append(" ", shown);
    }
    shown.textContent = key;
  }
}

function writesIn(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

function usable(element) {
  return !element.disabled && !element.closest("[hidden]") && element.checkVisibility();
}

function pressed(event) {
  if (changing) return change(event);
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (writesIn(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const dialog = document.getElementById("keys");
  if (dialog?.open) return;
  if (event.key === keys.help) {
    event.preventDefault();
    return openKeys();
  }
  const name = Object.keys(keys).find((one) => keys[one] === event.key);
  if ((name === "next" || name === "previous") && !document.querySelector(`[data-key="${name}"]`)) {
    // Pages with a list move through it themselves.
    document.dispatchEvent(new CustomEvent("dateline:move", { detail: name === "next" ? 1 : -1 }));
    return;
  }
  const element = name && [...document.querySelectorAll(`[data-key="${name}"]`)].find(usable);
  const number = !element && /^[1-9]$/.test(event.key) && document.querySelector(`[data-number="${event.key}"]`);
  if (!element && !number) return;
  event.preventDefault();
  if (event.repeat || document.body.dataset.busy) return;
  if (number) {
    number.click();
    number.focus();
  } else if (element instanceof HTMLInputElement && element.type !== "checkbox" && element.type !== "radio") {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function openKeys() {
  const dialog = document.getElementById("keys");
  table();
  dialog.showModal();
}

function table() {
  const body = document.querySelector("[data-keys-table]");
  body.replaceChildren(
    ...DEEDS.map(([name, , words]) => {
      const row = document.createElement("tr");
      const told = document.createElement("td");
      told.textContent = words;
      const cell = document.createElement("td");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.change = name;
      const shown = document.createElement("kbd");
      shown.textContent = changing === name ? "press a key" : keys[name];
      button.append(shown);
      button.setAttribute("aria-label", `${words}: ${keys[name]}. Change it`);
      cell.append(button);
      row.append(told, cell);
      return row;
    }),
  );
}

function change(event) {
  event.preventDefault();
  event.stopPropagation();
  if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const name = changing;
  changing = null;
  if (!NEVER.has(event.key) && !/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const other = Object.keys(keys).find((one) => keys[one] === event.key);
    if (other) keys[other] = keys[name];
    keys[name] = event.key;
    keep();
  }
  labelKeys();
  table();
  document.querySelector(`[data-change="${name}"]`)?.focus();
}

/** Listen for keys, and label what they press. */
export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-keys-open]")) openKeys();
    if (target?.closest("[data-keys-close]")) document.getElementById("keys").close();
    const button = target?.closest("[data-change]");
    if (button) {
      changing = button.dataset.change;
      button.querySelector("kbd").textContent = "press a key";
    }
    if (target?.closest("[data-keys-reset]")) {
      keys = Object.fromEntries(DEEDS.map(([name, key]) => [name, key]));
      keep();
      labelKeys();
      table();
    }
  });
  document.body.addEventListener("htmx:beforeRequest", () => (document.body.dataset.busy = "1"));
  document.body.addEventListener("htmx:afterSettle", done);
  document.body.addEventListener("htmx:responseError", done);
  document.body.addEventListener("htmx:sendError", done);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) done();
  });
  // A form that leaves the page is on its way too; coming back to the page it is not.
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) document.body.dataset.busy = "1";
  });
  addEventListener("pageshow", done);
  labelKeys();
}

function done() {
  delete document.body.dataset.busy;
  labelKeys();
}
