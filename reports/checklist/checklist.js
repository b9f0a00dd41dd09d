(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const form = $("filter");
  const controls = [...document.querySelectorAll("details.control")];
  const texts = new Map();
  const textOf = (box) => {
    if (!texts.has(box)) texts.set(box, box.textContent.toLowerCase());
    return texts.get(box);
  };

  const apply = () => {
    const text = $("filter-text").value.trim().toLowerCase();
    const status = $("filter-status").value, owner = $("filter-owner").value;
    let shown = 0;
    for (const box of controls) {
      const fits = (!status || box.dataset.status === status) && (!owner || box.dataset.owner === owner) && (!text || textOf(box).includes(text));
      box.hidden = !fits;
      shown += fits;
    }
    for (const part of document.querySelectorAll(".domain")) part.hidden = !part.querySelector("details.control:not([hidden])");
    $("filter-count").textContent = text || status || owner ? `${shown} / ${controls.length}` : "";
  };

  const reveal = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = name && $(name);
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden) { form.reset(); apply(); }
    target.open = true;
    target.scrollIntoView();
  };

  let timer;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  form.addEventListener("reset", () => setTimeout(apply));
  $("open-all").addEventListener("click", () => { for (const box of controls) box.open = !box.hidden; });
  $("close-all").addEventListener("click", () => { for (const box of controls) box.open = false; });
  for (const link of document.querySelectorAll("a[data-status]")) {
    link.addEventListener("click", () => { form.reset(); $("filter-status").value = link.dataset.status; setTimeout(apply); });
  }

  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; for (const box of closed) box.open = true; });
  addEventListener("afterprint", () => { for (const box of closed) box.open = false; });
  addEventListener("hashchange", reveal);
  reveal();
})();
