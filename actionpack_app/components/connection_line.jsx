import { createElement as h, useEffect, useState } from "react";

// Says that the connection is lost, and, when it was, that it is back. Both places are there before there is anything to say.
export function ConnectionLine({ lost, lostText, backText, className, children }) {
  const [was, setWas] = useState(false);
  useEffect(() => {
    if (lost) setWas(true);
  }, [lost]);
  return h("div", { className: "contents" },
    h("div", { role: "alert", className: lost ? className : "empty:absolute" }, lost ? children : null, lost ? lostText : null),
    h("p", { role: "status", className: "sr-only" }, was && !lost ? backText : ""));
}
