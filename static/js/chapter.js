/* The chapter's text: buttons and keys that write Markdown, and what is pasted from Word, Outlook or a page made Markdown.
   Without scripts the buttons are not there and everything else works. */
(() => {
  "use strict";
  const bar = document.querySelector("[data-marks]");
  const area = bar && document.getElementById(bar.getAttribute("aria-controls"));
  if (!area) return;

  /* execCommand keeps the browser's own undo; where it is gone the text is set. */
  const insert = (text) => {
    area.focus();
    if (!document.execCommand || !document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  };
  const selected = () => area.value.slice(area.selectionStart, area.selectionEnd);

  /* ---- the buttons ---------------------------------------------------------- */
  const around = (mark, sample) => {
    const [start, end] = [area.selectionStart, area.selectionEnd];
    const n = mark.length;
    const outside = area.value.slice(start - n, start) === mark && area.value.slice(end, end + n) === mark;
    const single = mark === "*" && area.value.slice(start - 2, start) === "**" && area.value.slice(start - 3, start) !== "***";
    if (outside && !single) {
      const text = selected();
      area.setSelectionRange(start - n, end + n);
      insert(text);
      area.setSelectionRange(start - n, end - n);
      return;
    }
    const [, before, text, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(selected());
    const words = text || sample;
    insert(before + mark + words + mark + after);
    const first = start + before.length + n;
    area.setSelectionRange(first, first + words.length);
  };
  const onLines = (change) => {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const stop = area.value.indexOf("\n", area.selectionEnd);
    area.setSelectionRange(start, stop < 0 ? area.value.length : stop);
    const text = change(selected().split("\n")).join("\n");
    insert(text);
    area.setSelectionRange(start, start + text.length);
  };
  const prefixed = (pattern, prefix) => (lines) => {
    const full = lines.filter((line) => line.trim());
    const all = full.length > 0 && full.every((line) => pattern.test(line));
    let number = 0;
    return lines.map((line) => {
      if (!line.trim() && lines.length > 1) return line;
      const bare = line.replace(/^(#{1,6}|[-*+]|\d+[.)])\s+/, "");
      return all ? bare : prefix((number += 1)) + bare;
    });
  };
  const link = () => {
    const text = selected() || bar.dataset.link;
    const start = area.selectionStart;
    insert(`[${text}](https://)`);
    const address = start + text.length + 3;
    area.setSelectionRange(address, address + 8);
  };
  const marks = {
    bold: () => around("**", bar.dataset.words),
    italic: () => around("*", bar.dataset.words),
    heading: () => onLines(prefixed(/^#{1,6}\s/, () => "## ")),
    list: () => onLines(prefixed(/^[-*+]\s/, () => "- ")),
    numbers: () => onLines(prefixed(/^\d+[.)]\s/, (n) => `${n}. `)),
    link,
  };
  const buttons = [...bar.querySelectorAll("button")];
  const stand = (at) => buttons.forEach((button, place) => { button.tabIndex = place === at ? 0 : -1; });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    stand(buttons.indexOf(button));
    marks[button.dataset.mark]();
  });
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const at = (to + buttons.length) % buttons.length;
    stand(at);
    buttons[at].focus();
  });
  area.addEventListener("keydown", (event) => {
    const mark = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    marks[mark]();
  });
  stand(0);
  bar.hidden = false;

  /* ---- what is pasted ------------------------------------------------------- */
  const WORTH = /<(h[1-6]|b|strong|i|em|ul|ol|li|table|a)\b|class="?Mso|mso-/i;
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html || !WORTH.test(html)) return;
    const text = window.samverkMarkdown(html);
    if (!text) return;
    event.preventDefault();
    insert(text);
  });
})();
