// A classic script in the page's head: the colours of the last visit are there before the first paint. No imports, so that it can be one.
try {
  const kept = localStorage.getItem('theme');
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
} catch {
  // A browser that keeps nothing follows the machine's own setting.
}
