/* HTML from a clipboard (Word, Outlook, web pages) as the Markdown that chapters are written in: headings, strong, emphasis, lists, links;
   a table becomes a list with a line for each row. Styles, comments, pictures and what cannot be seen are left out. Nothing in it runs. */
window.samverkMarkdown = (() => {
  "use strict";
  const SKIP = new Set(["STYLE", "SCRIPT", "XML", "META", "LINK", "TITLE", "IMG", "OBJECT", "TEMPLATE", "NOSCRIPT", "IFRAME", "SVG"]);
  const BLOCK = /^(P|DIV|H[1-6]|UL|OL|LI|TABLE|BLOCKQUOTE|SECTION|ARTICLE|MAIN|HEADER|FOOTER|BODY|CENTER|DL|DT|DD|PRE|HR|FIGURE)$/;
  const BULLET = /^\s*[\u00b7\u2022\u00a7\u25aa\u25cf\u25a0\u25cb\u25e6\ue000-\uf8ffo\u2013-]\s+/;
  const NUMBER = /^\s*(?:\d{1,3}|[a-z]{1,2}|[ivx]{1,5})[.)]/i;

  const plain = (text) => text.replace(/[\u00ad\u200b\u2060\ufeff]/g, "").replace(/[\ue000-\uf8ff]/g, "").replace(/[\s\u00a0\u202f]+/g, " ");
  const escaped = (text) => text.replace(/[\\*[\]]/g, "\\$&").replace(/(^|\s)_|_(?=\s|$)/g, (found) => found.replace("_", "\\_"));
  const atStart = (text) => text.replace(/^(\s*)([#>+-]|\d+[.)])(?=\s|$)/, (all, blanks, mark) => blanks + (/\d/.test(mark) ? mark.replace(/[.)]/, "\\$&") : `\\${mark}`));
  const styleOf = (node) => (node.dataset && node.dataset.style) || "";
  const isMarker = (node) => /mso-list:\s*ignore/i.test(styleOf(node));
  const isStrong = (node) => {
    const weight = /font-weight:\s*(\w+)/i.exec(styleOf(node));
    return weight ? /bold|[6-9]00/i.test(weight[1]) : /^(B|STRONG)$/.test(node.tagName);
  };
  const isLeaning = (node) => {
    const slant = /font-style:\s*(\w+)/i.exec(styleOf(node));
    return slant ? /italic|oblique/i.test(slant[1]) : /^(I|EM)$/.test(node.tagName);
  };
  const addressOf = (node) => {
    const href = (node.getAttribute("href") || "").trim();
    return /^(https?:\/\/|mailto:)/i.test(href) ? href.replace(/[\s()<>]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29") : "";
  };

  /* The words of a block as runs, each with how it is set; Word breaks one run into many, so neighbours that are alike are one. */
  const runs = (node, set) => {
    if (node.nodeType === Node.TEXT_NODE) return [{ ...set, text: escaped(plain(node.data)) }];
    if (node.nodeType !== Node.ELEMENT_NODE || SKIP.has(node.tagName.toUpperCase()) || isMarker(node)) return [];
    if (node.tagName === "BR") return [{ ...set, text: "  \n" }];
    const own = { strong: set.strong || isStrong(node), leaning: set.leaning || isLeaning(node), address: (node.tagName === "A" && addressOf(node)) || set.address };
    return [...node.childNodes].flatMap((child) => runs(child, own));
  };
  const alike = (one, other) => one.strong === other.strong && one.leaning === other.leaning && one.address === other.address;
  const joined = (found) => found.reduce((kept, run) => {
    const last = kept[kept.length - 1];
    if (last && (alike(last, run) || (!run.text.trim() && last.address === run.address))) last.text += run.text;
    else if (run.text) kept.push({ ...run });
    return kept;
  }, []);
  const marked = ({ text, strong, leaning }, isStrongAnyway) => {
    const mark = (strong && !isStrongAnyway ? "**" : "") + (leaning ? "*" : "");
    const [, before, words, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    return words ? before + mark + words + [...mark].reverse().join("") + after : text;
  };
  const words = (nodes, isStrongAnyway = false) => {
    const found = joined(nodes.flatMap((node) => runs(node, { strong: false, leaning: false, address: "" })));
    const text = found.map((run) => {
      const inside = marked(run, isStrongAnyway);
      return run.address && run.text.trim() ? inside.replace(/^(\s*)([\s\S]*?)(\s*)$/, `$1[$2](${run.address.replace(/\$/g, "%24")})$3`) : inside;
    }).join("");
    return text.replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim().replace(/\n/g, "  \n");
  };

  const listOf = (node) => {
    const level = /mso-list:\s*l\d+\s+level(\d+)/i.exec(styleOf(node));
    return level ? Number(level[1]) : /^Mso(List|ListParagraph)/i.test(node.className || "") ? 1 : 0;
  };
  const headingOf = (node) => {
    if (/^H[1-6]$/.test(node.tagName)) return Number(node.tagName[1]);
    if (/^Mso(Title|Heading1)\b/.test(node.className || "")) return 1;
    const level = /^(?:MsoHeading|Heading|Rubrik|Overskrift)(\d)$/i.exec(node.className || "");
    return level ? Number(level[1]) : 0;
  };
  /* A paragraph that Word draws as part of a list: its mark tells which kind, and is left out. */
  const fakeItem = (node, level) => {
    const marker = [...node.querySelectorAll("*")].find(isMarker);
    const text = words([...node.childNodes]);
    const isNumber = NUMBER.test(marker ? marker.textContent : text) && !(marker === undefined && BULLET.test(text));
    const bare = marker ? text : text.replace(BULLET, "").replace(/^\s*\d{1,3}\\?[.)]\s+/, "");
    return { item: true, text: `${"   ".repeat(level - 1)}${isNumber ? "1." : "-"} ${bare}`, number: isNumber ? level : 0 };
  };
  const items = (list, level) => [...list.children].flatMap((child) => {
    if (/^[UO]L$/.test(child.tagName)) return items(child, level + 1);
    const own = [...child.childNodes].filter((node) => !/^[UO]L$/.test(node.tagName));
    const below = [...child.children].filter((node) => /^[UO]L$/.test(node.tagName));
    const isNumber = list.tagName === "OL";
    const line = { item: true, text: `${"   ".repeat(level - 1)}${isNumber ? "1." : "-"} ${words(own)}`, number: isNumber ? level : 0 };
    return [...(words(own) ? [line] : []), ...below.flatMap((inner) => items(inner, level + 1))];
  });
  /* Another mark than a list's, so that a table after a list is a list of its own. */
  const rows = (table) => [...table.rows].map((row) => {
    const cells = [...row.cells].map((cell) => words([...cell.childNodes], row.cells[0].tagName === "TH").replace(/\s*\n\s*/g, " ")).filter(Boolean);
    const text = cells.join(" · ");
    return { item: true, table, number: 0, text: `* ${row.cells[0] && row.cells[0].tagName === "TH" ? `**${text}**` : text}` };
  }).filter((row) => row.text.length > 2);

  const blocks = (node) => {
    const found = [];
    let loose = [];
    const settle = () => {
      const text = words(loose);
      if (text) found.push({ item: false, text: atStart(text) });
      loose = [];
    };
    for (const child of node.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE && SKIP.has(child.tagName.toUpperCase())) continue;
      if (child.nodeType !== Node.ELEMENT_NODE || !BLOCK.test(child.tagName)) {
        if (child.nodeType === Node.ELEMENT_NODE && child.querySelector("p, div, h1, h2, h3, h4, h5, h6, ul, ol, table")) {
          settle();
          found.push(...blocks(child));
        } else loose.push(child);
        continue;
      }
      settle();
      found.push(...block(child));
    }
    settle();
    return found;
  };
  const block = (node) => {
    if (/^[UO]L$/.test(node.tagName)) return items(node, 1);
    if (node.tagName === "TABLE") return rows(node);
    if (node.tagName === "HR") return [];
    const [heading, level] = [headingOf(node), listOf(node)];
    if (heading) {
      const text = words([...node.childNodes], true).replace(/\s*\n\s*/g, " ");
      return text ? [{ item: false, text: `${"#".repeat(Math.min(heading + 1, 6))} ${text}` }] : [];
    }
    if (level && node.tagName === "P") {
      const item = fakeItem(node, level);
      return item.text.trim().length > 2 ? [item] : [];
    }
    if (node.tagName === "BLOCKQUOTE") return blocks(node).map((each) => ({ item: false, text: each.text.replace(/^/gm, "> ") }));
    return blocks(node);
  };
  const counted = (found) => {
    const counts = [];
    return found.map((each) => {
      if (!each.item) counts.length = 0;
      if (!each.number) return each;
      counts.length = each.number;
      counts[each.number - 1] = (counts[each.number - 1] || 0) + 1;
      return { ...each, text: each.text.replace(/1\./, `${counts[each.number - 1]}.`) };
    });
  };

  return (html) => {
    /* Styles and handlers would meet the content security policy already when they are parsed; a style is only read, for what is bold and what is a list. */
    const still = html.replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/<[^>]*>/g, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
    const found = counted(blocks(new DOMParser().parseFromString(still, "text/html").body));
    return found.map((each, place) => (place ? (each.item && found[place - 1].item && each.table === found[place - 1].table ? "\n" : "\n\n") : "") + each.text).join("");
  };
})();
