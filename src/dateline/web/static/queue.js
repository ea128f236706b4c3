// The queue: after a decision the next event takes the place of the last, and the keys are about it.

/** Forms that set a field speak of an event's page; here they go on in the queue. */
function prepare(root) {
  for (const holder of root.querySelectorAll("[data-queue-edit]")) {
    const form = holder.querySelector("form");
    const deeds = root.querySelector(".deeds");
    if (!form || !deeds || form.dataset.prepared) continue;
    form.dataset.prepared = "yes";
    for (const name of ["event", "kind", "after"]) {
      const field = deeds.querySelector(`[name="${name}"]`).cloneNode();
      form.append(field);
    }
    form.action = "/queue/decide";
    form.setAttribute("hx-post", "/queue/decide");
    globalThis.htmx?.process(form);
  }
}

function begin() {
  prepare(document);
  document.body.addEventListener("htmx:afterSettle", () => {
    prepare(document);
    if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-compare]") : null;
    if (!button) return;
    const other = button.form.querySelector("[name=others]:checked");
    location.assign(`/compare?one=${encodeURIComponent(button.dataset.compare)}&other=${encodeURIComponent(other.value)}`);
  });
}

if (globalThis.htmx) begin();
else addEventListener("DOMContentLoaded", begin);
