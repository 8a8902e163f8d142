"use strict";
// Filter and order for the list of learners. Without this script the list is all there, in order of names.
{
  const list = document.getElementById("learners");
  const sections = [...list.querySelectorAll("section")];
  const size = sections.length ? sections[0].querySelectorAll("tbody tr").length : 0;
  const rows = [...list.querySelectorAll("tbody tr")];
  if (rows.length > 1) {
    const key = (row) => row.cells[0].textContent.toLowerCase();
    const number = (row, column) => parseFloat(row.cells[column].dataset.value);
    const names = new Map(rows.map((row) => [row, key(row)]));
    const orders = {
      name: null,
      lowest: (a, b) => number(a, 3) - number(b, 3),
      highest: (a, b) => number(b, 3) - number(a, 3),
      late: (a, b) => number(b, 4) - number(a, 4),
    };
    const form = document.createElement("form");
    const control = (label, element) => {
      const holder = document.createElement("label");
      holder.append(label, document.createElement("br"), element);
      form.append(holder);
      return element;
    };
    const filter = control("Find a learner", document.createElement("input"));
    filter.type = "search";
    filter.autocomplete = "off";
    const order = control("Order", document.createElement("select"));
    for (const [value, text] of [["name", "by name"], ["lowest", "lowest first"], ["highest", "highest first"], ["late", "latest first"]]) {
      order.append(new Option(text, value));
    }
    const said = document.createElement("p");
    said.className = "quiet";
    said.setAttribute("role", "status");
    form.addEventListener("submit", (event) => event.preventDefault());
    list.querySelector("h2").after(form, said);

    const show = () => {
      const wanted = filter.value.trim().toLowerCase();
      const compare = orders[order.value];
      const ordered = compare ? [...rows].sort(compare) : rows;
      const shown = wanted ? ordered.filter((row) => names.get(row).includes(wanted)) : ordered;
      sections.forEach((section, i) => {
        const own = shown.slice(i * size, (i + 1) * size);
        section.querySelector("tbody").replaceChildren(...own);
        section.querySelector("caption").textContent = `Learners ${i * size + 1} to ${i * size + own.length}`;
        section.hidden = own.length === 0;
      });
      said.textContent = wanted ? `${shown.length} of ${rows.length} learners` : "";
    };
    let waiting = 0;
    filter.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 150); });
    order.addEventListener("change", show);
  }
}
