// Which web pages may open a WebSocket. A browser tells the truth about the page's origin, so this keeps
// a foreign page from using a visitor's cookies or network; anything else can claim what it likes.

/** Whether a request with this Origin header may be upgraded. */
export type AllowedOrigins = (origin: string | undefined) => boolean;

/**
 * @param list origins such as "https://game.example" and "https://*.example.com" (any name below, not the
 * name itself), in lower case; empty: all
 */
export function allowedOrigins(list: readonly string[]): AllowedOrigins {
  if (list.length === 0) return () => true;
  const exact = new Set(list);
  const below = list.filter((entry) => entry.includes('://*.')).map(splitWildcard);
  return (origin) => {
    // Only browsers send it, and they always do.
    if (origin === undefined) return true;
    const asked = origin.toLowerCase();
    return exact.has(asked) || below.some(([scheme, suffix]) => isBelow(asked, scheme, suffix));
  };
}

function splitWildcard(entry: string): readonly [scheme: string, suffix: string] {
  const at = entry.indexOf('*');
  return [entry.slice(0, at), entry.slice(at + 1)];
}

/** At least one character stands where the star does, and nothing that could end the host. */
function isBelow(origin: string, scheme: string, suffix: string): boolean {
  if (!origin.startsWith(scheme) || !origin.endsWith(suffix)) return false;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(origin.slice(scheme.length, origin.length - suffix.length));
}
