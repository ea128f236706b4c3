// What every page does: keys, folded words, and a word to those who listen instead of look.

import { startKeys } from "./keys.js";

const said = document.getElementById("said");

/** Tell something to a screen reader. */
export function say(words) {
  if (said) said.textContent = words;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const fold = target?.closest("[data-fold]");
  if (fold) {
    const words = fold.nextElementSibling;
    words.hidden = !words.hidden;
    fold.setAttribute("aria-expanded", String(!words.hidden));
    fold.classList.toggle("opened", !words.hidden);
    return;
  }
  const opener = target?.closest("[data-open]");
  if (opener) {
    const box = document.querySelector(opener.dataset.open);
    box.hidden = false;
    box.querySelector("input:not([type=hidden]), select, button.main")?.focus();
    box.scrollIntoView({ block: "nearest" });
    return;
  }
  const closer = target?.closest("[data-close]");
  if (closer) {
    const box = document.querySelector(closer.dataset.close);
    box.hidden = true;
    document.querySelector(`[data-open="${closer.dataset.close}"]`)?.focus();
  }
});

// Escape leaves a box that was opened, wherever in it one writes.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const box = event.target instanceof Element ? event.target.closest("[id]:has([data-close])") : null;
  const closer = box?.querySelector("[data-close]");
  if (closer && document.querySelector(closer.dataset.close) === box) closer.click();
});

document.body.addEventListener("htmx:afterSettle", () => {
  const news = document.querySelector("[data-say]");
  if (news) say(news.dataset.say);
});

/** What scrolls sideways can be reached by the tab key, so that the arrows scroll it. */
function reachable() {
  for (const box of document.querySelectorAll(".scroll")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("resize", reachable);
document.body.addEventListener("htmx:afterSettle", reachable);
document.addEventListener("toggle", reachable, true);
reachable();
startKeys();
