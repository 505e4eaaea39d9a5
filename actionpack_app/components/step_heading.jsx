import { useEffect, useRef } from "react";

// A step's title. It takes the focus when the step follows another one in the same page, so that readers are where it goes on;
// when the page has just been opened, the focus stays at its beginning.
let shownBefore = "";

export function StepHeading({ step, title, className }) {
  const heading = useRef(null);
  useEffect(() => {
    if (shownBefore && shownBefore !== step) heading.current.focus();
    shownBefore = step;
  }, [step]);
  return (
    <h2 ref={heading} tabIndex={-1} className={className}>
      {title}
    </h2>
  );
}
