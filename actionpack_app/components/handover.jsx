import { useEffect, useRef } from "react";

// Posts what an event gave as soon as it is there: only the answer to a request can set the session's cookie.
export function Handover({ action, ticket, locale, children }) {
  const form = useRef(null);
  useEffect(() => {
    if (ticket) form.current.submit();
  }, [ticket]);
  return (
    <form ref={form} action={action} method="post">
      <input type="hidden" name="ticket" value={ticket} />
      <input type="hidden" name="locale" value={locale} />
      {children}
    </form>
  );
}
