// Runs before the page is painted: a choice of colours that was kept must not flash.
(() => {
  try {
    const kept = localStorage.getItem('fletch.colours');
    if (kept === 'light' || kept === 'dark') {
      document.documentElement.dataset.colours = kept;
    }
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
