/** Light or dark: as the system has it, unless chosen here. */

export type Theme = "light" | "dark";
const KEY = "backchannel-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const chosen = localStorage.getItem(KEY);
  return chosen === "light" || chosen === "dark" ? chosen : system.matches ? "dark" : "light";
}

export function show(): void {
  document.documentElement.dataset.theme = theme();
  dispatchEvent(new Event("themechange"));
}

export function toggle(): void {
  localStorage.setItem(KEY, theme() === "dark" ? "light" : "dark");
  show();
}

system.addEventListener("change", show);

/** The value of a colour of the style sheet, for what is drawn on a canvas. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
