import { createElement as h, useEffect, useState } from "react";

// A page that comes without a reload takes the place of the link that led to it. Its content takes the focus, and its title is said;
// when the document has just been opened, the browser does both.
let opened = false;

export function Arrival({ target }) {
  const [title, setTitle] = useState("");
  useEffect(() => {
    if (opened) {
      if (document.activeElement === document.body) document.getElementById(target)?.focus({ preventScroll: true });
      setTitle(document.title);
    }
    opened = true;
  }, [target]);
  return h("p", { role: "status", className: "sr-only" }, title);
}
