"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const form = $("filter");
  const status = $("filter-count");
  const groups = [...document.querySelectorAll("details.check")].map((box) => ({
    box,
    shown: box.querySelector(".shown"),
    text: (box.id + " " + box.querySelector("h3").textContent).toLowerCase(),
    items: [...box.querySelectorAll("details.f")].map((item) => ({ item, severity: item.dataset.s || box.dataset.s, text: "" })),
  }));
  const total = groups.reduce((sum, group) => sum + group.items.length, 0);
  const say = document.body.dataset;
  const fields = ["text", "severity", "outcome", "target"];
  const few = 20;

  const searchText = (entry) => (entry.text ||= entry.item.textContent.toLowerCase());

  const matches = (entry, group, want) => {
    const data = entry.item.dataset;
    return (!want.severity || entry.severity === want.severity)
      && (!want.outcome || data.o === want.outcome)
      && (!want.target || data.t === want.target)
      && want.words.every((word) => group.text.includes(word) || searchText(entry).includes(word));
  };

  const apply = () => {
    const want = Object.fromEntries(fields.map((name) => [name, $("filter-" + name).value.trim()]));
    want.words = want.text.toLowerCase().split(/\s+/).filter(Boolean);
    const active = fields.some((name) => want[name]);
    let count = 0;
    for (const group of groups) {
      let hits = 0;
      for (const entry of group.items) {
        const hit = matches(entry, group, want);
        entry.item.hidden = !hit;
        hits += hit;
      }
      group.hits = hits;
      group.box.hidden = hits === 0;
      group.shown.textContent = active && hits < group.items.length ? say.match.replace("%h", hits).replace("%a", group.items.length) : "";
      count += hits;
    }
    if (active && count <= few) for (const group of groups) if (group.hits) group.box.open = true;
    const hidden = total - count;
    status.textContent = active
      ? say.filtered.replace("%s", count.toLocaleString("en")).replace("%a", total.toLocaleString("en"))
        .replace("%h", hidden.toLocaleString("en"))
      : "";
    document.body.classList.toggle("filtered", active);
  };

  document.addEventListener("click", (event) => {
    const item = event.target.closest("summary")?.parentElement;
    if (item?.id && !item.open) history.replaceState(null, "", "#" + encodeURIComponent(item.id));
  });

  const openAll = (open) => {
    for (const group of groups) if (!group.box.hidden) group.box.open = open;
  };

  const reveal = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = name && $(name);
    if (!target) return;
    if (target.closest("[hidden]") && form) { form.reset(); apply(); }
    for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    if (target.tagName !== "DETAILS") return;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };

  if (form) {
    let timer;
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
    form.addEventListener("reset", () => setTimeout(apply));
    $("open-all").addEventListener("click", () => openAll(true));
    $("close-all").addEventListener("click", () => openAll(false));
    for (const link of document.querySelectorAll("a[data-outcome]")) {
      link.addEventListener("click", () => {
        form.reset();
        $("filter-severity").value = link.dataset.severity;
        $("filter-outcome").value = link.dataset.outcome;
        setTimeout(apply);
      });
    }
  }

  const selectText = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  for (const box of document.querySelectorAll(".paste")) {
    const button = document.createElement("button");
    const code = box.querySelector("code");
    button.type = "button";
    button.textContent = say.copy;
    button.setAttribute("aria-label", say.copyCode);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = say.copied;
      } catch {
        selectText(code);
        button.textContent = say.selected;
      }
      setTimeout(() => { button.textContent = say.copy; }, 2500);
    });
    box.append(button);
  }

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => { for (const box of closed) box.open = false; });
  addEventListener("hashchange", reveal);
  reveal();
})();
