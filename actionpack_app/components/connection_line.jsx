import { createElement as h, useEffect, useState } from "react";

// Says that the connection is lost, and, when it was, that it is back. Both places are there before there is anything to say.
// A browser that knows it is offline says so at once; the socket finds out only when it has waited for an answer.
const LOST = "data-connection-lost";
const lostLines = new Set(); // a window has a line of its own, over the page's

// What must not happen later, when nobody looks any more, doesn't wait for the connection: it isn't done.
const refuse = (event) => {
  if (!document.documentElement.hasAttribute(LOST)) return;
  const button = event.type === "click" ? event.target.closest("button") : event.submitter ?? event.target.querySelector("[type=submit]");
  if (!button?.hasAttribute("data-needs-connection")) return;
  event.preventDefault();
  event.stopPropagation();
};

export function ConnectionLine({ lost, lostText, backText, className, children }) {
  const [offline, setOffline] = useState(false);
  const [was, setWas] = useState(false);
  const gone = lost || offline;
  useEffect(() => {
    const look = () => setOffline(!navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    addEventListener("click", refuse, true);
    addEventListener("submit", refuse, true);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
      removeEventListener("click", refuse, true);
      removeEventListener("submit", refuse, true);
    };
  }, []);
  useEffect(() => {
    if (!gone) return;
    setWas(true);
    const line = {};
    lostLines.add(line);
    document.documentElement.toggleAttribute(LOST, true);
    return () => {
      lostLines.delete(line);
      document.documentElement.toggleAttribute(LOST, lostLines.size > 0);
    };
  }, [gone]);
  return h("div", { className: "contents" },
    h("div", { role: "alert", className: gone ? className : "empty:absolute" }, gone ? children : null, gone ? lostText : null),
    h("p", { role: "status", className: "sr-only" }, was && !gone ? backText : ""));
}
