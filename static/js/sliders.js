/* A slider beside each field that holds a share: the two go in step, and another part takes the rest, so that they stay 100 % together.
   Without scripts there are only the fields. */
(() => {
  "use strict";
  const fields = [...document.querySelectorAll("input[data-share]")];
  const sliders = new Map();
  const tell = new Intl.NumberFormat("en", { maximumFractionDigits: 4, useGrouping: false });

  /* "33,3 %" and "1/3" as per cent; null for nothing and for what is no number. */
  const read = (text) => {
    const plain = text.replace(/[\s%]/g, "").replace(",", ".");
    const parts = /^(\d+(?:\.\d+)?)(?:\/(\d+))?$/.exec(plain);
    if (!parts || parts[2] === "0") return null;
    return parts[2] ? (100 * Number(parts[1])) / Number(parts[2]) : Number(parts[1]);
  };
  const sum = (all) => all.reduce((total, field) => total + (read(field.value) ?? 0), 0);

  /* Each slider shows its field; where one field is empty, what the others leave. */
  const show = () => {
    const empty = fields.filter((field) => !field.value.trim());
    sliders.forEach((slider, field) => {
      const value = empty.length === 1 && field === empty[0] ? 100 - sum(fields) : read(field.value) ?? 0;
      slider.value = String(Math.min(100, Math.max(0, value)));
      slider.setAttribute("aria-valuetext", `${tell.format(Math.max(0, value))} %`);
    });
  };
  const drag = (field, value) => {
    field.value = value;
    const others = fields.filter((other) => other !== field);
    const rest = others.filter((other) => other.value.trim()).pop();
    if (rest && others.every((other) => other.value.trim())) {
      rest.value = tell.format(Math.max(0, 100 - sum(fields.filter((other) => other !== rest))));
    }
    show();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  fields.forEach((field) => {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = "0";
    slider.max = "100";
    slider.setAttribute("aria-label", field.dataset.share);
    field.after(slider);
    sliders.set(field, slider);
    slider.addEventListener("input", (event) => {
      event.stopPropagation();
      drag(field, slider.value);
    });
    field.addEventListener("input", show);
  });
  show();
})();
