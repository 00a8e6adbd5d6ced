/** `system` follows the machine's own setting. */
export type Theme = 'system' | 'light' | 'dark';

/** `early-theme.ts` reads it before the first paint. */
const KEY = 'theme';

function isTheme(value: string | null | undefined): value is Theme {
  return value === 'system' || value === 'light' || value === 'dark';
}

export function themeNow(): Theme {
  const now = document.documentElement.dataset.theme;
  return isTheme(now) ? now : 'system';
}

export function nextTheme(theme: Theme): Theme {
  return theme === 'system' ? 'light' : theme === 'light' ? 'dark' : 'system';
}

/** Sets the colours and remembers them for the next visit. */
export function setTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows the colours now.
  }
}
