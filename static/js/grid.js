/* A table that is filled in by keyboard: moves from cell to cell, takes a block from a spreadsheet, adds up while one types.
   Everything also works without: the server reads, adds up and checks by the same rules (costsharing/grid, portfolio/lib/money.py). */
(() => {
  const form = document.querySelector("#grid");
  if (!form) return;
  const words = form.dataset;
  const marks = JSON.parse(words.marks);
  const LARGEST = 10n ** 15n, LONGEST = 60, MOST_ROWS = 200, MOST_YEARS = 30, LAST_YEAR = marks.last;
  const UNIT = /(?:kr\.?|kronor|kroner|sek|nok|:-|,-)$|^(?:kr\.?|sek|nok)(?![a-z])/gi;
  const AMOUNT = /^(?<sign>[-−–+]?)(?<whole>\d{1,3}(?:(?<mark>[ .,'’])\d{3})(?:\k<mark>\d{3})*|\d+)(?:(?<point>[.,:])(?<rest>\d{1,2}))?$/;
  const DASH = /^[-−–][\s\-−–]*(?:kr\.?)?$/i;
  const BAD = Symbol("not an amount");

  // ---- amounts: minor units as BigInt, null for nothing, BAD for what is none
  const read = (text) => {
    let plain = text.replace(/\s+/g, " ").trim();
    if (!plain || DASH.test(plain)) return null;
    if (plain.length > LONGEST) return BAD;
    plain = plain.replace(UNIT, "").trim().replace(/[,.:] ?[-–−]$/, "").trim().replace(UNIT, "").trim().replace(/^([-−–+]) /, "$1");
    const found = AMOUNT.exec(plain)?.groups;
    if (!found || (found.point && found.point === found.mark)) return BAD;
    if ((/^\d+[.,]\d{3}$/.test(found.whole) && !found.point) || /^0\d*[ .,'’]/.test(found.whole)) return BAD; // two ways to read it, or none
    const minor = BigInt(found.whole.replace(/\D/g, "")) * 100n + BigInt((found.rest ?? "0").padEnd(2, "0"));
    if (minor > LARGEST) return BAD;
    return "-−–".includes(found.sign) && found.sign ? -minor : minor;
  };
  const written = (minor) => {
    const size = minor < 0n ? -minor : minor;
    const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, marks.group);
    const rest = size % 100n ? marks.point + String(size % 100n).padStart(2, "0") : "";
    return (minor < 0n ? marks.minus : "") + whole + rest;
  };
  window.samverkGrid = { read: (text) => { const minor = read(text); return minor === BAD ? "bad" : minor === null ? "" : String(minor); } };

  // ---- rows and cells
  const tables = [...form.querySelectorAll("table[data-side]")];
  const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => !("gone" in row.dataset));
  const allRows = () => tables.flatMap(rowsOf);
  const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
  const yearsNow = () => [...form.querySelectorAll('input[name="year"]')].map((input) => Number(input.value));
  const isRefused = (row) => row.querySelector('select[name$="-grant_state"]')?.value === "refused";
  const called = (row) => {
    const place = [...row.parentElement.children].indexOf(row) + 1;
    return row.querySelector('input[name$="-text"]')?.value || row.querySelector("th")?.textContent.trim() || words.row.replace("{number}", place);
  };
  const where = (cell) => `${called(cell.closest("tr"))}, ${cell.getAttribute("aria-label").split(", ").pop()}`;

  // ---- sums and the gap
  const addUp = (table) => {
    const sums = new Map(yearsNow().map((year) => [year, 0n]));
    for (const row of table.tBodies[0].rows) {
      let total = 0n;
      const counts = !("gone" in row.dataset) && !isRefused(row);
      for (const cell of row.querySelectorAll("[data-amount]")) {
        const minor = read(cell.value), year = Number(cell.closest("td").dataset.year);
        if (!counts || minor === BAD || minor === null) continue;
        total += minor;
        sums.set(year, (sums.get(year) ?? 0n) + minor);
      }
      row.querySelector("[data-total]").textContent = written(total);
    }
    for (const [year, minor] of sums) table.tFoot.querySelector(`[data-year="${year}"]`).textContent = written(minor);
    table.tFoot.querySelector("[data-all]").textContent = written([...sums.values()].reduce((sum, minor) => sum + minor, 0n));
    return sums;
  };
  const symbol = (name) => {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("aria-hidden", "true");
    drawn.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    drawn.firstChild.setAttribute("href", `#s-${name}`);
    return drawn;
  };
  const line = (text, name) => {
    const said = document.createElement("p");
    said.append(...(name ? [symbol(name)] : []), text);
    return said;
  };
  const tell = () => {
    const sums = tables.map(addUp);
    if (sums.length !== 2) return;
    const [costs, funding] = sums, lines = [];
    for (const [year, cost] of costs) {
      const gap = cost - funding.get(year);
      if (!gap) continue;
      const sum = words.sum.replace("{sum}", written(gap < 0n ? -gap : gap));
      lines.push(line((gap > 0n ? words.lacks : words.above).replace("{sum}", sum).replace("{year}", year), "watch"));
    }
    const isEmpty = [...costs.values(), ...funding.values()].every((minor) => !minor);
    if (!lines.length) lines.push(isEmpty ? line(words.none) : line(words.agrees, "good"));
    const tally = form.querySelector("#tally"), text = lines.map((each) => each.textContent).join("\n");
    if (tally.innerText.trim() !== text.trim()) tally.replaceChildren(...lines);
  };
  const check = (cell) => {
    const isBad = cell.matches("[data-amount]") && read(cell.value) === BAD;
    const fault = document.getElementById(`${cell.id}-fault`);
    if (isBad && !fault) {
      const said = document.createElement("span");
      Object.assign(said, { id: `${cell.id}-fault`, className: "err", textContent: words.advice });
      cell.after(said);
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", said.id);
    } else if (!isBad && fault && cell.matches("[data-amount]")) {
      fault.remove();
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
    return isBad;
  };

  // ---- adding and taking out
  const renamed = (element, from, to) => {
    for (const each of [element, ...element.querySelectorAll("*")])
      for (const attribute of each.attributes) if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, to);
  };
  const addRow = (table) => {
    const body = table.tBodies[0], pattern = document.getElementById(`row-${table.dataset.side}`);
    if (!pattern || body.rows.length >= MOST_ROWS) return null;
    const numbers = [...body.querySelectorAll(`input[name="${table.dataset.side}"]`)].map((input) => (input.value.startsWith("n") ? Number(input.value.slice(1)) : 0));
    const row = pattern.content.querySelector("tr").cloneNode(true);
    renamed(row, "__id__", `n${1 + Math.max(0, ...numbers)}`);
    renamed(row, "__n__", String(body.rows.length + 1));
    body.append(row);
    return row;
  };
  const addYear = () => {
    const years = yearsNow(), last = Math.max(...years), next = last + 1;
    if (!years.length || years.length >= MOST_YEARS || next > LAST_YEAR) return false;
    const roots = [...tables, ...form.querySelectorAll("template")].map((each) => each.content ?? each);
    for (const cell of roots.flatMap((root) => [...root.querySelectorAll(`[data-year="${last}"]`)])) {
      const made = cell.cloneNode(true);
      renamed(made, String(last), String(next));
      made.querySelectorAll(".err").forEach((each) => each.remove());
      const input = made.querySelector("input");
      if (input) { input.value = ""; input.setAttribute("value", ""); input.removeAttribute("aria-invalid"); }
      else if (made.tagName === "TH") made.textContent = String(next);
      cell.after(made);
    }
    const hidden = [...form.querySelectorAll('input[name="year"]')].pop(), made = hidden.cloneNode();
    made.value = String(next);
    hidden.after(made);
    return true;
  };
  const takeOut = (row, button) => {
    const isGone = row.toggleAttribute("data-gone");
    row.querySelector('input[name$="-gone"]').value = isGone ? "1" : "";
    button.textContent = isGone ? words.back : words.out;
  };

  // ---- a block from a spreadsheet
  const blockOf = (text) => {
    const rows = [[""]];
    let isQuoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let place = 0; place < source.length; place++) {
      const sign = source[place], row = rows[rows.length - 1];
      if (isQuoted) {
        if (sign !== '"') row[row.length - 1] += sign;
        else if (source[place + 1] === '"') { row[row.length - 1] += '"'; place++; }
        else isQuoted = false;
      } else if (sign === '"' && row[row.length - 1] === "") isQuoted = true;
      else if (sign === "\t") row.push("");
      else if (sign === "\n") rows.push([""]);
      else row[row.length - 1] += sign;
    }
    return rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim()));
  };
  const put = (cell, text) => {
    if (cell.tagName !== "SELECT") { cell.value = text; return true; }
    const found = [...cell.options].find((option) => [option.value, option.textContent].some((each) => each.trim().toLowerCase() === text.toLowerCase()));
    if (found) cell.value = found.value;
    return Boolean(found);
  };
  const fill = (start, block) => {
    const table = start.closest("table"), rows = rowsOf(table), first = rows.indexOf(start.closest("tr"));
    const column = cellsOf(start.closest("tr")).indexOf(start), before = [], bad = [];
    const size = Math.max(...block.map((each) => each.length));
    const room = () => cellsOf(rows[first]).findLastIndex((cell) => cell.matches("[data-amount]")) + 1 - column;
    const isMoney = (place) => block.every((each) => read(each[place] ?? "") !== BAD);
    if (room() > 0) while (room() < size && isMoney(room()) && addYear());
    let filled = 0, left = 0;
    const added = [];
    block.forEach((texts, place) => {
      const row = rows[first + place] ?? addRow(table);
      if (!row) { left++; return; }
      if (!rows.includes(row)) { rows.push(row); added.push(row); }
      const cells = cellsOf(row);
      texts.forEach((text, step) => {
        const cell = cells[column + step];
        if (!cell) return;
        before.push([cell, cell.value]);
        if (!put(cell, text)) bad.push(`${where(cell)}: ${words.choice} (${text})`);
        else filled++;
        if (check(cell)) bad.push(`${where(cell)}: ${words.advice} (${text})`);
      });
    });
    report(filled, left, bad, () => {
      before.reverse().forEach(([cell, value]) => { cell.value = value; check(cell); });
      added.forEach((row) => row.remove());
      start.focus();
    });
  };
  const report = (filled, left, bad, undo) => {
    const place = form.querySelector("#report"), list = document.createElement("ul"), button = document.createElement("button");
    list.append(...bad.map((text) => { const item = document.createElement("li"); item.textContent = text; return item; }));
    Object.assign(button, { type: "button", className: "ds-button", textContent: words.undo });
    button.dataset.variant = "tertiary";
    button.addEventListener("click", () => { undo(); place.replaceChildren(); tell(); });
    const said = [line(words.filled.replace("{count}", filled)), ...(left ? [line(words.left.replace("{count}", left))] : [])];
    place.replaceChildren(...said, ...(bad.length ? [list] : []), button);
  };

  // ---- keys
  const go = (cell) => {
    if (!cell) return false;
    cell.focus();
    cell.select?.();
    return true;
  };
  const beside = (cell, step) => {
    const cells = cellsOf(cell.closest("tr"));
    return cells[cells.indexOf(cell) + step];
  };
  const below = (cell, step) => {
    const rows = allRows(), row = cell.closest("tr"), next = rows[rows.indexOf(row) + step];
    return next && cellsOf(next)[Math.min(cellsOf(row).indexOf(cell), cellsOf(next).length - 1)];
  };
  const atEdge = (cell, isRight) => {
    if (cell.tagName === "SELECT" || cell.selectionEnd - cell.selectionStart === cell.value.length) return true;
    return cell.selectionStart === cell.selectionEnd && cell.selectionStart === (isRight ? cell.value.length : 0);
  };
  const enter = (cell, isUp) => {
    const row = cell.closest("tr"), rows = rowsOf(cell.closest("table"));
    if (!isUp && row === rows[rows.length - 1]) {
      const made = addRow(cell.closest("table"));
      if (made) go(cellsOf(made)[cellsOf(row).indexOf(cell)]);
    } else go(below(cell, isUp ? -1 : 1));
  };
  let began = "";
  form.addEventListener("focusin", ({ target }) => { if (target.matches("[data-cell]")) began = target.value; });
  form.addEventListener("focusout", ({ target }) => { if (target.matches("[data-amount]")) check(target); });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]") || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isText = cell.tagName !== "SELECT";
    let isDone = true;
    if (event.key === "Enter") enter(cell, event.shiftKey);
    else if (event.shiftKey) isDone = false;
    else if (event.key === "ArrowDown" && isText) go(below(cell, 1));
    else if (event.key === "ArrowUp" && isText) go(below(cell, -1));
    else if (event.key === "ArrowRight" && atEdge(cell, true)) go(beside(cell, 1));
    else if (event.key === "ArrowLeft" && atEdge(cell, false)) go(beside(cell, -1));
    else if (event.key === "Escape" && isText && cell.value !== began) { cell.value = began; tell(); }
    else isDone = false;
    if (isDone) event.preventDefault();
  });
  let isChanged = false, isSent = false;
  form.addEventListener("input", () => { isChanged = true; tell(); });
  form.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-cell]");
    const block = cell ? blockOf(event.clipboardData.getData("text/plain")) : [];
    if (!cell || (block.length === 1 && block[0].length === 1 && cell.tagName !== "SELECT")) return;
    event.preventDefault();
    isChanged = true;
    fill(cell, block);
    tell();
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="do"]'), [what, side] = (button?.value ?? "").split(":");
    if (!["add", "year", "row"].includes(what)) return;
    const table = tables.find((each) => each.dataset.side === side);
    if (what === "add") { const row = addRow(table); if (!row) return; go(cellsOf(row)[0]); }
    else if (what === "year") { if (!addYear()) return; }
    else takeOut(button.closest("tr"), button);
    event.preventDefault();
    isChanged = true;
    tell();
  });
  form.addEventListener("submit", () => { isSent = true; });
  window.addEventListener("beforeunload", (event) => { if (isChanged && !isSent) event.preventDefault(); });
  tell();
})();
