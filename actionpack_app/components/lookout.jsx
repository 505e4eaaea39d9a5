import { useEffect, useRef } from "react";

// Looks for something new at intervals, and when somebody comes back to the tab; never while the tab is out of sight.
export function Lookout({ everySeconds, onLook }) {
  const look = useRef(onLook);
  useEffect(() => {
    look.current = onLook;
  });
  useEffect(() => {
    const glance = () => {
      if (document.visibilityState === "visible") look.current();
    };
    const timer = setInterval(glance, everySeconds * 1000);
    document.addEventListener("visibilitychange", glance);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", glance);
    };
  }, [everySeconds]);
  return null;
}
