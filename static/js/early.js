// Runs before the first paint: what the person chose on this device must not flash the other way first.
// A theme the server knows is already on <html> and wins.
{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("theme");
    if (!root.dataset.theme && !root.dataset.themeUrl && (theme === "light" || theme === "dark")) {
      root.dataset.theme = theme;
    }
    root.toggleAttribute("data-hidden-amounts", localStorage.getItem("hidden-amounts") === "yes");
  } catch {
    // Storage may be forbidden; the page then follows the system and shows amounts.
  }
}
