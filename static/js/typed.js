/* Choosing a language loads the page anew. What was typed and not sent is kept in this tab until then, and put back: texts, ticks and choices,
   with the mark of what the form showed, so that somebody else's change is still noticed. Passwords and files are never kept. */
(() => {
  "use strict";
  const PLACE = "typed", SKIP = new Set(["password", "file", "submit", "button", "image", "reset"]);
  const forms = () => [...document.querySelectorAll("main form[method=post]")];
  const fields = (form) => [...form.elements].filter((field) => field.name && !SKIP.has(field.type)
    && (field.type !== "hidden" || field.name === "shown") && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET");
  const stateOf = (field) => field.type === "checkbox" || field.type === "radio" ? field.checked
    : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
  const told = (field, value) => [field.name, field.type === "checkbox" || field.type === "radio" ? field.value : "", value];
  const here = () => location.pathname + location.search;

  const keep = () => {
    const typed = forms().map((form) => fields(form).map((field) => told(field, stateOf(field))));
    try { sessionStorage.setItem(PLACE, JSON.stringify([here(), typed])); } catch { /* no room, or not allowed: the page loads as it did before */ }
  };

  const putBack = (field, value) => {
    if (typeof value === "boolean") field.checked = value;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    if (field.type !== "hidden") field.dispatchEvent(new Event("input", {bubbles: true}));
  };

  const restore = () => {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(PLACE)); sessionStorage.removeItem(PLACE); } catch { return; }
    if (!kept || kept[0] !== here()) return;
    forms().forEach((form, number) => {
      const left = kept[1][number] || [];
      for (const field of fields(form)) {
        const at = left.findIndex(([name, option]) => name === field.name && option === told(field)[1]);
        if (at < 0) continue;
        const [[, , value]] = left.splice(at, 1);
        if (JSON.stringify(value) !== JSON.stringify(stateOf(field))) putBack(field, value);
      }
    });
  };

  const languages = document.querySelector("form.languages");
  if (languages) languages.addEventListener("submit", keep);
  restore();
})();
