"use strict";
(() => {
  const table = document.querySelector("#deals table");
  if (table) {
    const body = table.tBodies[0], rows = [...body.rows];
    const key = (row, at) => {
      const cell = row.cells[at], figure = cell.dataset.v;
      return figure === undefined ? cell.textContent.trim().toLowerCase() : Number(figure);
    };
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = rows.map((row) => [key(row, at), row]);
        keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1));
        body.append(...keyed.map(([, row]) => row));
      });
    });
    const place = document.getElementById("filter"), label = document.createElement("label");
    const input = document.createElement("input"), said = document.createElement("span");
    label.textContent = "Show deals with these words ";
    input.type = "search";
    said.setAttribute("role", "status");
    label.append(input);
    place.append(label, " ", said);
    const texts = rows.map((row) => row.textContent.toLowerCase());
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = words.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        shown += fits;
      });
      said.textContent = words.length ? `${shown} of ${rows.length}` : "";
    });
  }
  const isSource = (node) => node instanceof Element && node.closest('a[href^="#s"]:not(.skip)');
  let pop = null, by = null;
  const hide = () => {
    if (pop) pop.remove();
    if (by) by.removeAttribute("aria-describedby");
    pop = by = null;
  };
  const show = (link) => {
    if (by === link) return;
    hide();
    const quote = document.getElementById(link.hash.slice(1)), item = quote && quote.closest("li");
    if (!item) return;
    pop = document.createElement("div");
    pop.id = "pop";
    pop.setAttribute("role", "tooltip");
    const cite = item.querySelector("cite").cloneNode(true);
    pop.append(quote.cloneNode(true), cite);
    pop.firstChild.removeAttribute("id");
    document.body.append(pop);
    const at = link.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    pop.style.top = `${at.bottom + scrollY + 4}px`;
    pop.style.left = `${Math.max(8, Math.min(at.left, wide - pop.offsetWidth - 8)) + scrollX}px`;
    by = link;
    by.setAttribute("aria-describedby", "pop");
  };
  document.addEventListener("pointerover", (event) => {
    const link = isSource(event.target);
    if (event.pointerType === "mouse" && link) show(link);
    else if (event.pointerType === "mouse" && pop && !pop.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => { const link = isSource(event.target); if (link && link.matches(":focus-visible")) show(link); });
  document.addEventListener("click", (event) => {
    const link = isSource(event.target);
    // The first tap shows the evidence, the second goes to it.
    if (link && by !== link) { event.preventDefault(); show(link); }
    else if (!pop || !pop.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
