// Two texts that scroll together, each by the same share of its length.

const sides = [...document.querySelectorAll("[data-scroll]")];
const together = document.querySelector("[data-together]");
let led = null;

for (const side of sides) {
  side.addEventListener("scroll", () => {
    if (!together?.checked || (led && led !== side)) return;
    led = side;
    const share = side.scrollTop / Math.max(1, side.scrollHeight - side.clientHeight);
    for (const other of sides) {
      if (other !== side) other.scrollTop = share * (other.scrollHeight - other.clientHeight);
    }
    requestAnimationFrame(() => requestAnimationFrame(() => (led = null)));
  });
}
