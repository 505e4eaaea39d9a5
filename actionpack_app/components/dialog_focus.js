// Where the focus goes when a dialog closes: back to what opened it, or, where that is gone or can't be used any more,
// to what stands nearest to it; on another page, to the page's content.
const USABLE = "a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), summary";
const PLACES = "li, tr, ul, ol, article, section, form, [role=tabpanel], [role=region]";
let way = [];

export const rememberOpener = () => {
  way = [];
  for (let step = document.activeElement; step && step !== document.body; step = step.parentElement) way.push(step);
};

export const giveFocusBack = (event) => {
  event.preventDefault();
  const [opener, ...around] = way;
  if (opener?.isConnected && !opener.disabled) return opener.focus();
  const near = around.find((place) => place.isConnected && place.matches(PLACES) && place.querySelector(USABLE));
  (near?.querySelector(USABLE) ?? document.getElementById("content"))?.focus();
};
